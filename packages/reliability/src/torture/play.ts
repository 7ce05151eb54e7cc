import { setTimeout as delay } from 'node:timers/promises';
import type { Deal } from './deals.ts';
import { happen } from './happen.ts';
import type { HappeningKind, Plan, PlannedCall } from './plan.ts';
import { type Answer, type ServerProcess, startServer } from './server-process.ts';
import type { Stage } from './stage.ts';
import type { Violation } from './violation.ts';

/** How long the calls of a schedule take; follows the machine, so that what happens comes in between. */
export interface Pace {
  ms: number;
}

/** A call as it went. */
export interface MadeCall {
  tool: string;
  deal: Deal | null;
  /** Null: the process ended before it answered. */
  answer: Answer | null;
}

export interface Played {
  calls: MadeCall[];
  happened: HappeningKind[];
  violations: Violation[];
}

// Whatever it waits for, on a machine that is busy with other things.
const ANSWERS_WITHIN_MS = 120_000;
// A server that is asked to end waits for what it has sent.
const ENDS_WITHIN_MS = 60_000;

/** Starts the processes, makes the calls and lets happen what was planned, until all is answered and every process has ended. */
export async function playSchedule(plan: Plan, stage: Stage, pace: Pace): Promise<Played> {
  const played: Played = { calls: [], happened: [], violations: [] };
  const servers = await Promise.all(Array.from({ length: plan.processes }, () => startWarm(stage)));
  const started = [...servers];
  for (const fault of plan.faults) stage.sandbox.addFault(fault);

  async function makeCall(server: ServerProcess, { what }: Pick<PlannedCall, 'what'>): Promise<void> {
    const deal = what === 'look' ? null : (plan.deals[what] ?? null);
    const { tool, args } = deal === null ? somethingToRead(played.calls) : wishFor(deal, stage);
    const began = performance.now();
    const answering = server.call(tool, args);
    const answer = await within(ANSWERS_WITHIN_MS, answering);
    if (answer === 'late') {
      const told = `${tool} ${JSON.stringify(args)} was not answered by a process that lives`;
      played.violations.push({ invariant: 'every call is answered', what: told });
    } else {
      played.calls.push({ tool, deal, answer });
      if (deal !== null && answer !== null) follow(pace, performance.now() - began);
    }
  }

  async function playCall(call: PlannedCall): Promise<void> {
    await delay(call.at * pace.ms);
    const server = servers[call.process];
    if (server !== undefined) await makeCall(server, call);
  }

  /** A host starts a server that ended again, and its model repeats what it was not told. */
  async function replace(index: number): Promise<void> {
    const server = await startWarm(stage);
    started.push(server);
    servers[index] = server;
    await Promise.all(
      plan.calls.filter((call) => call.process === index).map((call) => makeCall(server, call)),
    );
  }

  const playing = plan.happenings.map(async ({ at, kind, process, measure }) => {
    await delay(at * pace.ms);
    const server = servers[process];
    if (server === undefined) return;
    const scene = { stage, server, measure, paceMs: pace.ms, waiting: () => waitingEntry(played.calls) };
    if (await happen[kind](scene)) played.happened.push(kind);
    if (plan.isReplaced && ENDINGS.has(kind) && (await within(ENDS_WITHIN_MS, server.ended)) !== 'late')
      await replace(process);
  });
  await Promise.all([...plan.calls.map(playCall), ...playing]);
  for (const server of started) played.violations.push(...(await endCleanly(server)));
  return played;
}

const ENDINGS: ReadonlySet<HappeningKind> = new Set<HappeningKind>(['kill', 'end', 'close stdin']);

/** A server that has loaded what calls need, as one that has been in use. */
async function startWarm(stage: Stage): Promise<ServerProcess> {
  const server = await startServer(stage.program);
  await server.call('verify_card', { code: 'none' });
  return server;
}

function wishFor({ tool, key, args }: Deal, { cards }: Stage) {
  const code = typeof args.code === 'string' ? { code: cards.get(args.code) } : {};
  return { tool, args: { ...args, ...code, idempotency_key: key } };
}

/** What a model may ask for next: the last order or trade, what is unclear, or the ledger. */
function somethingToRead(calls: readonly MadeCall[]): { tool: string; args: object } {
  const { order_sn, trade_no, entry_id, error } = Object(calls.at(-1)?.answer);
  if (error?.entry_id) return { tool: 'reconcile_ledger', args: { entry_id: error.entry_id } };
  if (order_sn) return { tool: 'poll_order', args: { order_sn } };
  if (trade_no) return { tool: 'supplier_query', args: { trade_no } };
  return entry_id ? { tool: 'list_ledger', args: { search: entry_id } } : { tool: 'get_balance', args: {} };
}

function waitingEntry(calls: readonly MadeCall[]): string | null {
  const waiting = calls.find(({ answer }) => answer?.state === 'awaiting_approval' && answer.entry_id);
  return waiting === undefined ? null : String(waiting.answer?.entry_id);
}

async function endCleanly(server: ServerProcess): Promise<Violation[]> {
  server.closeStdin();
  const ending = await within(ENDS_WITHIN_MS, server.ended);
  if (ending === 'late') {
    server.kill('SIGKILL');
    return [{ invariant: 'every call is answered', what: 'a process did not end with its stdin' }];
  }
  const { code, signal, stderr } = ending;
  if (signal === 'SIGKILL' || (code === 0 && stderr === '')) return [];
  return [
    { invariant: 'every call is answered', what: `a process broke down (${code ?? signal}): ${stderr}` },
  ];
}

/** Twice what a call takes: others begin meanwhile, and whatever happens comes in between. */
function follow(pace: Pace, callMs: number): void {
  const wanted = Math.min(Math.max(2 * callMs, SHORTEST_MS), LONGEST_MS);
  pace.ms += (wanted - pace.ms) / 10;
}

const SHORTEST_MS = 50;
const LONGEST_MS = 2_000;

function within<T>(ms: number, promise: Promise<T>): Promise<T | 'late'> {
  const waiting = new AbortController();
  const late = delay(ms, 'late' as const, { signal: waiting.signal, ref: false });
  return Promise.race([promise, late]).finally(() => {
    late.catch(() => {});
    waiting.abort();
  });
}
