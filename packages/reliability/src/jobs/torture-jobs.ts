import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { settingsOfSandbox } from '@kamikit/mcp-server';
import { type Sandbox, startSandbox } from '@kamikit/sandbox';
import { request } from 'undici';
import { seeded } from '../seeded.ts';
import { type Clock, openClock } from '../torture/clock.ts';
import { type Program, startProgram } from '../torture/server-process.ts';
import type { Violation } from '../torture/violation.ts';
import { withPrograms } from '../torture/with-programs.ts';
import { compare, type Exported, type Shown } from './compare.ts';
import { type JobPlan, type OnSale, planJob } from './plan-job.ts';

export interface JobTorture {
  /** The built server. */
  server: string;
  runs: number;
  items: number;
  /** Of the first run; each later one has the next. */
  seed: number;
  /** How many runs side by side. */
  atOnce?: number;
  onRan?: (figures: JobFigures) => void;
  isEnough?: () => boolean;
}

export interface JobFigures {
  runs: number;
  items: number;
  kills: number;
  faults: number;
  charges: number;
  /** How many items ended how. */
  counts: Record<string, number>;
  violations: Array<Violation & { seed: number }>;
  seconds: number;
}

const ORDER_DELAY_MS = 100;
// Longer than a storefront may still be at work on what it gave no answer to.
const GRACE_MS = 2 * 60 * 60_000;
const AT_MOST_ROUNDS = 40;
const REQUESTS_PER_MINUTE = 6_000;

/** Runs jobs under kills, by two processes each, at a shop that loses answers, and compares both sides. Leaves nothing behind. */
export function tortureJobs(options: JobTorture): Promise<JobFigures> {
  return withPrograms('jobs', (folder) => runAll(options, folder));
}

async function runAll(
  { server, runs, items, seed, atOnce = 1, onRan, isEnough = () => false }: JobTorture,
  folder: string,
): Promise<JobFigures> {
  const began = performance.now();
  const figures: JobFigures = {
    ...{ runs: 0, items: 0, kills: 0, faults: 0, charges: 0, counts: {}, violations: [], seconds: 0 },
  };
  let next = 0;

  async function keepRunning(): Promise<void> {
    while (next < runs && !isEnough()) {
      const run = next++;
      const at = join(folder, String(run));
      mkdirSync(at);
      add(figures, { ...(await runOne({ server, items, seed: seed + run, folder: at })), items }, seed + run);
      figures.seconds = Math.round(performance.now() - began) / 1000;
      onRan?.(figures);
    }
  }

  await Promise.all(Array.from({ length: atOnce }, keepRunning));
  return figures;
}

function add(figures: JobFigures, ran: Ran & { items: number }, seed: number): void {
  figures.runs += 1;
  for (const name of ['items', 'kills', 'faults', 'charges'] as const) figures[name] += ran[name];
  for (const [state, count] of Object.entries(ran.counts))
    figures.counts[state] = (figures.counts[state] ?? 0) + count;
  figures.violations.push(...ran.violations.map((violation) => ({ ...violation, seed })));
}

interface One extends Pick<JobTorture, 'server' | 'items' | 'seed'> {
  folder: string;
}

type Ran = Pick<JobFigures, 'kills' | 'faults' | 'charges' | 'counts'> & { violations: Violation[] };

async function runOne({ server, items, seed, folder }: One): Promise<Ran> {
  const clock = openClock(join(folder, 'clock'));
  const sandbox = await startSandbox({
    ...{ seed, orderDelayMs: ORDER_DELAY_MS, balance: 10_000_000, now: clock.now },
  });
  try {
    const plan = planJob(seeded(seed), items, await onSaleAt(sandbox));
    for (const fault of plan.faults) sandbox.addFault(fault);
    const program = programOf(server, folder, sandbox, clock);
    const kills = await play(plan, program, clock, folder);
    const job = await shown(program);
    const exported: Exported[] = JSON.parse(
      await told(program, ['job', 'export', job.id, '--format', 'json']),
    );
    const verified = await ended(program, ['ledger', 'verify']);
    const { storefront, requests } = sandbox.state();
    return {
      ...{ kills, charges: storefront.charges.length, counts: job.counts },
      faults: requests.filter(({ fault }) => fault !== undefined).length,
      violations: [
        ...compare(plan.lines, exported, job, storefront),
        ...(verified.code === 0
          ? []
          : [{ invariant: 'the events account for the entries' as const, what: verified.stdout }]),
      ],
    };
  } finally {
    await sandbox.close();
    clock.close();
  }
}

/** What it sells by itself, as its list says. */
async function onSaleAt({ storefront: { url, apiKey } }: Sandbox): Promise<OnSale[]> {
  const listed = await request(`${url}/goods?per_page=100`, { headers: { 'x-api-key': apiKey } });
  const goods: Array<{
    id: number;
    type: number;
    subs: Array<{ id: number; price: number; stock: number }>;
  }> = Object(await listed.body.json()).data.data;
  return goods.flatMap(({ id: goods_id, type, subs }) =>
    type === 1
      ? subs.map(({ id: sub_id, price, stock }) => ({
          goods_id,
          sub_id,
          price: Number(price),
          stock: Number(stock) || 0,
        }))
      : [],
  );
}

function programOf(server: string, folder: string, sandbox: Sandbox, clock: Clock): Program {
  return {
    file: server,
    nodeArguments: clock.nodeArguments,
    environment: {
      NODE_COMPILE_CACHE: join(folder, '..', 'compiled'),
      ...{ XDG_CONFIG_HOME: join(folder, 'config'), KAMIKIT_DATA_DIR: join(folder, 'data') },
      ...{ KAMIKIT_LANG: 'en', KAMIKIT_LOG_LEVEL: 'silent', KAMIKIT_CONFIRM: 'never' },
      ...{ KAMIKIT_MAX_ORDER_TOTAL: 'none', KAMIKIT_DAILY_BUDGET: 'none' },
      // Both processes count towards it, and nobody waits a quarter of an hour for it.
      KAMIKIT_RATE_LIMIT: String(REQUESTS_PER_MINUTE),
      ...settingsOfSandbox(sandbox),
    },
  };
}

/** Two processes work on it, and are killed; whoever is gone comes back. Afterwards one goes on until it is over. */
async function play(plan: JobPlan, program: Program, clock: Clock, folder: string): Promise<number> {
  const table = join(folder, 'items.jsonl');
  writeFileSync(table, plan.lines.map((line) => JSON.stringify(line)).join('\n'));
  const start = ['job', 'start', table, '--max-total', String(plan.maxTotal), '--key', 'job'];
  const kills = await Promise.all(plan.kills.map((times) => killAgainAndAgain(program, start, times)));
  for (let round = 0; round < AT_MOST_ROUNDS; round += 1) {
    const last = startProgram(program, round === 0 ? start : ['job', 'run']);
    last.child.stdout.resume();
    // What it only waits for is over at once.
    const isOver = last.ended.then(() => true);
    while (!(await Promise.race([isOver, delay(4_000, false)])))
      if (hasOnlyOpenOnes((await shown(program)).counts)) clock.pass(GRACE_MS);
    const { id, state, reason } = await shown(program);
    if (state === 'finished' || reason?.code === 'over_budget') break;
    if (state === 'stopped') await ended(program, ['job', 'resume', id]);
  }
  return kills.reduce((sum, count) => sum + count, 0);
}

async function killAgainAndAgain(program: Program, start: readonly string[], times: readonly number[]) {
  let kills = 0;
  for (const ms of times) {
    const { child, ended: gone, kill } = startProgram(program, start);
    child.stdout.resume();
    if (await Promise.race([gone.then(() => true), delay(ms, false)])) continue;
    kill('SIGKILL');
    await gone;
    kills += 1;
  }
  return kills;
}

function hasOnlyOpenOnes({ waiting = 0, under_way = 0 }: Shown['counts']): boolean {
  return waiting + under_way === 0;
}

type ShownJob = Shown & { id: string; reason: { code: string } | null };

async function shown(program: Program): Promise<ShownJob> {
  const [job]: ShownJob[] = JSON.parse(await told(program, ['job', 'list', '--json']));
  if (job === undefined) throw new Error('the job was never written down');
  return job;
}

async function told(program: Program, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await ended(program, args);
  if (code !== 0) throw new Error(`kamikit ${args.join(' ')} ended with ${code}: ${stderr}`);
  return stdout;
}

async function ended(program: Program, args: readonly string[]) {
  const { child, ended: gone } = startProgram(program, args);
  child.stdin.end();
  const stdout = await text(child.stdout);
  const { code, stderr } = await gone;
  return { code, stdout, stderr };
}
