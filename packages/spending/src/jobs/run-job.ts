import { KamikitError } from '@kamikit/core';
import type { ClaimedItem, ItemOutcome, Job, Ledger, LedgerEntry } from '@kamikit/ledger';
import { type Parts, partsOfPerson } from '../parts.ts';
import { isJobKind, type JobKind } from './job-kinds.ts';
import { jobOf } from './job-of.ts';
import { type PricingOptions, priceForOwner } from './price-job.ts';
import { runItem } from './run-item.ts';
import { type RunOptions, unlessAborted } from './run-options.ts';
import {
  AT_MOST_MS,
  AT_MOST_ONCE_STOPPED_MS,
  look,
  lookAtUnknown,
  settleOpenItems,
} from './settle-open-items.ts';

/**
 * Works on a job until nothing is left of it, it no longer runs, or the signal ends this process's part. However many processes
 * do so at once, each item is bought once. What is unknown or pending in the end is looked at before the job is finished.
 * @throws {KamikitError} `not_found`, `config_invalid`, `suspended` for what was changed from outside.
 */
export async function runJob(id: string, options: RunOptions, parts: Parts): Promise<Job> {
  const ledger = await parts.ledger();
  const found = await jobOf(parts, id);
  const { kind, concurrency } = found;
  if (!isJobKind(kind))
    throw new KamikitError(`This version does not know jobs of the kind ${kind}.`, {
      code: 'invalid_request',
    });
  const { signal, turn } = options;
  const job = await quoteJob(id, { signal, turn }, parts);
  if (job.state !== 'running') return job;
  // What its owner has to allow once has to be allowed wherever it runs.
  const approval = options.approval ?? (job.approval === null ? undefined : 'owner');
  const workers = Array.from({ length: concurrency }, () =>
    work({ id, kind, concurrency }, { ...options, approval }, parts, ledger),
  );
  const ended = await Promise.allSettled(workers);
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
  const now = await jobOf(parts, id);
  const { state } = now;
  if (turn?.aborted && state === 'running') return now;
  // What it bought before it stopped by itself comes all the same.
  if (state === 'running' || state === 'stopped') {
    const atMostMs = state === 'running' ? AT_MOST_MS : AT_MOST_ONCE_STOPPED_MS;
    const until = [signal, turn].filter((each) => each !== undefined);
    await settleOpenItems(id, { ...options, signal: AbortSignal.any(until), atMostMs }, parts);
    if (turn?.aborted && state === 'running') return jobOf(parts, id);
  }
  return signal?.aborted ? jobOf(parts, id) : ledger.finishJob(id);
}

/** Prices a job that awaits its owner; any other is returned as it stands. */
export async function quoteJob(
  id: string,
  options: PricingOptions & Pick<RunOptions, 'turn'>,
  parts: Parts,
): Promise<Job> {
  const job = await jobOf(parts, id);
  return job.state === 'awaiting_approval' ? priceForOwner(job, options, parts) : job;
}

interface Work {
  id: string;
  kind: JobKind;
  concurrency: number;
}

const LOOK_EVERY_MS = 5_000;

/** One item after the other, until there is none. */
async function work(job: Work, options: RunOptions, parts: Parts, ledger: Ledger): Promise<void> {
  const { signal, turn } = options;
  // The last order that is not delivered yet, and the one before it.
  let open: [last: LedgerEntry | null, earlier: LedgerEntry | null] = [null, null];
  while (!signal?.aborted && !turn?.aborted) {
    const claim = await ledger.claimItem(job.id);
    if ('over' in claim) return;
    if ('waitMs' in claim) {
      // Paused or cancelled meanwhile, it does not wait to the end.
      const pause = Math.min(claim.waitMs, LOOK_EVERY_MS);
      await parts.timing.sleep(pause, signal).catch(unlessAborted(signal));
      continue;
    }
    const [last, earlier] = open;
    // By now it is delivered, most likely, and whoever looks at the job sees it.
    const looking = earlier === null ? null : look(earlier, signal, parts);
    // Where one at a time is bought, the balance tells what became of one that is not answered: nothing else may change then.
    if (job.concurrency === 1) await looking;
    const working = workOn(claim.item, job, options, parts, ledger);
    const [bought, looked] = await Promise.allSettled([working, looking]);
    if (bought.status === 'rejected') throw bought.reason;
    if (looked.status === 'rejected') throw looked.reason;
    open = [bought.value, last];
  }
}

/** Buys an item and records what became of it; what is not delivered yet is returned. */
async function workOn(
  item: ClaimedItem,
  job: Work,
  { signal, approval, onProgress }: RunOptions,
  parts: Parts,
  ledger: Ledger,
): Promise<LedgerEntry | null> {
  // What is bought is theirs who started it, whoever goes on with it.
  const theirs = item.person === null ? parts : partsOfPerson(parts, item.person);
  let outcome: ItemOutcome = { released: true };
  let ordered: LedgerEntry | null;
  try {
    ({ outcome, open: ordered } = await runItem(job, item, { signal, approval }, theirs));
    // At once, before what else is bought changes the account.
    if ('failed' in outcome) await lookAtUnknown(outcome.failed, signal, parts);
  } finally {
    await ledger.settleItem(job.id, item.number, outcome);
  }
  onProgress?.();
  return ordered;
}
