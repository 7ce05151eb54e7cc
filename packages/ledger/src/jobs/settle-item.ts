import { KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { currentOwner } from '../owner.ts';
import { LONGEST_PAUSE_MS, pauseLeft } from '../pause.ts';
import { recordError } from '../recorded-error.ts';
import type { JobItemRow, JobRow, LedgerSchema } from '../schema.ts';
import { ask, type Places, statement } from '../statement.ts';
import { changeJob } from './change-job.ts';
import type { ItemOutcome } from './job.ts';
import { jobAndItem } from './job-rows.ts';

type Db = Kysely<LedgerSchema>;

/** So many items that come to nothing one after the other are no accident. */
const FAILURES_IN_A_ROW = 5;
/** How often one item is begun with anew. */
const MOST_ATTEMPTS = 5;

/** Records what became of an item that this process had claimed; one that another has by now stays as it is. */
export async function settleItem(
  trx: Db,
  id: string,
  number: number,
  outcome: ItemOutcome,
  nowMs: number,
): Promise<JobRow> {
  const { job, item } = await jobAndItem(trx, id, number);
  if (item?.progress !== 'claimed' || item.owner_token !== currentOwner().owner_token) return job;
  await ask(trx, changeItem({ id, at: number, ...itemAfter(item, outcome, nowMs) }));
  return jobAfter(trx, job, outcome, nowMs);
}

const changeItem = statement(
  (db, { id, at, ...columns }: Places<{ id: string; at: number } & Partial<JobItemRow>>) =>
    db.updateTable('job_items').set(columns).where('job_id', '=', id).where('number', '=', at),
);

function itemAfter({ attempts }: JobItemRow, outcome: ItemOutcome, nowMs: number): Partial<JobItemRow> {
  if ('done' in outcome || 'failed' in outcome) return { progress: 'done' };
  if ('refused' in outcome) return { progress: 'done', error: errorText(outcome.refused) };
  if (!('again' in outcome)) return { progress: 'waiting', lease_until_ms: 0 };
  const { again } = outcome;
  const later = { progress: 'waiting' as const, lease_until_ms: nowMs + FIRST_PAUSE_MS * 2 ** attempts };
  if (isNoFailure(again)) return later;
  const tried = { attempts: attempts + 1 };
  return tried.attempts < MOST_ATTEMPTS
    ? { ...tried, ...later }
    : { ...tried, progress: 'done', error: errorText(again) };
}

// Doubled with each attempt at an item.
const FIRST_PAUSE_MS = 1000;

/** To be asked for later, or that another process has it, is nobody's failure. */
function isNoFailure({ code }: KamikitError): boolean {
  return code === 'rate_limited' || code === 'duplicate_in_progress';
}

async function jobAfter(trx: Db, job: JobRow, outcome: ItemOutcome, nowMs: number): Promise<JobRow> {
  if ('released' in outcome) return job;
  if ('stop' in outcome) return stopJob(trx, job, outcome.stop, nowMs);
  if ('done' in outcome) return changeJob(trx, job, { failures: 0, updated_ms: nowMs }, null);
  const error = 'failed' in outcome ? outcome.failed : 'refused' in outcome ? outcome.refused : outcome.again;
  // Any other item would be refused for it, and its key be used up.
  if ('failed' in outcome && error.code === 'insufficient_balance') return stopJob(trx, job, error, nowMs);
  if (error.code === 'rate_limited') {
    const pause = Math.min(error.retryAfterMs ?? PAUSE_MS, LONGEST_PAUSE_MS);
    const notBefore = nowMs + Math.max(pauseLeft(Number(job.not_before_ms), nowMs), pause);
    return changeJob(trx, job, { not_before_ms: notBefore, updated_ms: nowMs }, null);
  }
  if ('again' in outcome && isNoFailure(error)) return job;
  // Another run was faster.
  if ('refused' in outcome && error.code === 'possible_duplicate') return job;
  const failures = job.failures + 1;
  const changed = await changeJob(trx, job, { failures, updated_ms: nowMs }, null);
  return failures < FAILURES_IN_A_ROW ? changed : stopJob(trx, changed, inARow(failures, error), nowMs);
}

// What a shop that asks for a pause without saying how long gets.
const PAUSE_MS = 60_000;

async function stopJob(trx: Db, job: JobRow, reason: KamikitError, nowMs: number): Promise<JobRow> {
  // What was paused or cancelled meanwhile stays so.
  if (job.state !== 'running') return job;
  const columns = { state: 'stopped' as const, reason: errorText(reason), updated_ms: nowMs };
  return changeJob(trx, job, columns, 'job stopped', { code: reason.code });
}

function inARow(failures: number, last: KamikitError): KamikitError {
  const message = `${failures} items in a row came to nothing; the last: ${last.message}`;
  return new KamikitError(message, {
    ...{ code: last.code, outcome: 'not_committed' },
    hint: 'Look at the items that failed; then resume the job, or cancel it.',
  });
}

function errorText(error: KamikitError): string {
  return JSON.stringify(recordError(error));
}
