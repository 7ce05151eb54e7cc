import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type LedgerEntry, openLedger } from '@kamikit/ledger';
import { violationsIn } from './invariants.ts';
import type { Plan } from './plan.ts';
import type { MadeCall } from './play.ts';
import { type Answer, type ServerProcess, startServer } from './server-process.ts';
import type { Stage } from './stage.ts';
import type { Violation } from './violation.ts';

// Longer than any time after which seeing nothing proves that nothing happened (packages/spending, grace.ts).
const LATER_MS = 10 * 60 * 60_000;

/** Lets time pass, has a process of its own look into what is open, and compares what then stands on both sides. */
export async function lookAfterwards(
  stage: Stage,
  plan: Plan,
  calls: readonly MadeCall[],
): Promise<Violation[]> {
  const kept = join(stage.keptFolder, 'ledger.sqlite');
  if (existsSync(kept)) return lookAfterLoss(stage, plan, calls, kept);
  await settleQuietly(stage);
  // As that process left them: whoever opens a ledger with its key recovers what is under way.
  const entries = await entriesAt(stage.ledgerPath);
  const ledger = await openLedger({
    ...{ path: stage.ledgerPath, integrity: { folder: stage.configFolder }, now: stage.clock.now },
  });
  try {
    const discrepancies = await ledger.verify();
    const accounted = discrepancies.map(({ what }): Violation => {
      return { invariant: 'the events account for the entries', what };
    });
    const suspended = (await ledger.suspensions()).map(({ account }): Violation => {
      return { invariant: 'budgets are kept', what: `${account} is suspended, and nothing was overcharged` };
    });
    const seen = { state: stage.sandbox.state(), entries, cards: stage.cards, isSettled: true };
    return [...accounted, ...suspended, ...violationsIn(seen, plan, calls)];
  } finally {
    await ledger.close();
  }
}

/** A server that nothing happens to any more: it recovers, asks the upstreams about what is open, and ends. */
async function settleQuietly(stage: Stage): Promise<void> {
  stage.clock.passAll(LATER_MS);
  const server = await startServer(stage.program);
  await server.call('list_ledger', {});
  // What was left under way is unknown only since then.
  stage.clock.passAll(LATER_MS);
  for (const state of ['unknown', 'pending', 'refunded']) {
    const answer = await server.call('list_ledger', { state, per_page: 50 });
    for (const entry of entriesIn(answer)) await askAbout(server, entry);
  }
  server.closeStdin();
  await server.ended;
}

function entriesIn(answer: Answer | null): Array<{ entry_id: string }> {
  return Array.isArray(answer?.entries) ? answer.entries : [];
}

async function askAbout(server: ServerProcess, { entry_id }: { entry_id: string }): Promise<void> {
  await server.call('reconcile_ledger', { entry_id });
}

/** What was in the file that is lost counts as it stands there, and what came after it must not have bought anything. */
async function lookAfterLoss(
  stage: Stage,
  plan: Plan,
  calls: readonly MadeCall[],
  kept: string,
): Promise<Violation[]> {
  const lost = await entriesAt(kept);
  const violations: Violation[] = [];
  const before = chargesIn(stage);
  const server = await startServer(stage.program);
  const repeated = calls.find(({ deal, answer }) => deal?.tool === 'purchase' && answer?.order_sn);
  if (repeated?.deal) {
    await server.call('purchase', { ...repeated.deal.args, idempotency_key: repeated.deal.key });
    if (chargesIn(stage) > before) {
      const what = `${repeated.deal.key} was bought again after the ledger was lost`;
      violations.push({ invariant: 'at most one charge per key', what });
    }
  }
  server.closeStdin();
  await server.ended;
  // Nothing is sent before the ledger is remembered: what was only written down when its process was killed may not be.
  const mattered = lost.some(({ state }) => state !== 'prepared' && state !== 'sent');
  if (mattered) violations.push(...(await doctorNames(stage)));
  const since = existsSync(stage.ledgerPath) ? await entriesAt(stage.ledgerPath) : [];
  const seen = {
    ...{ state: stage.sandbox.state(), entries: [...lost, ...since], cards: stage.cards, isSettled: false },
  };
  return [...violations, ...violationsIn(seen, plan, calls)];
}

function chargesIn({ sandbox }: Stage): number {
  const { storefront, supplier } = sandbox.state();
  return storefront.charges.length + supplier.charges.length;
}

/** Without its key a ledger is only read. */
async function entriesAt(path: string): Promise<LedgerEntry[]> {
  const ledger = await openLedger({ path });
  try {
    return await Array.fromAsync(ledger.entries());
  } finally {
    await ledger.close();
  }
}

async function doctorNames({ program }: Stage): Promise<Violation[]> {
  const { nodeArguments, file, environment } = program;
  const command = [...nodeArguments, file, 'doctor', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, command, { env: environment }).catch(
    (failed: { stdout: string }) => failed,
  );
  const { checks }: { checks: Array<{ name: string; verdict: string; text: string }> } = JSON.parse(stdout);
  const found = checks.find(({ name }) => name === 'ledger');
  if (found?.verdict === 'bad' && found.text.includes('vanished')) return [];
  const what = `doctor says of a ledger that is gone: ${found?.text}`;
  return [{ invariant: 'the events account for the entries', what }];
}
