import { createHmac } from 'node:crypto';
import { KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { appendEvent, contentOf, writtenContent } from '../events.ts';
import type { JobItemRow, JobRow, LedgerSchema } from '../schema.ts';

type Db = Kysely<LedgerSchema>;

// These change without an event, with every item.
const NOT_CONTENT: ReadonlySet<string> = new Set<keyof JobRow>(['failures', 'not_before_ms', 'updated_ms']);

/** Over all that a job says: its terms, and how it stands. */
export function jobContent(job: JobRow): string {
  return contentOf(job, NOT_CONTENT);
}

/** Appends what became of a job, as entries have it: a hand at the file that raises its limit or starts it again shows. */
export function recordJob(
  trx: Db,
  action: string,
  before: JobRow | null,
  now: JobRow,
  detail: Record<string, unknown>,
): Promise<void> {
  return appendEvent(trx, {
    ...{ atMs: now.updated_ms, action, entryId: now.id, to: now.state, content: jobContent(now) },
    ...{ detail, ...(before && { from: before.state }) },
  });
}

/** Over what an item asks for, and what its owner is told that it costs: 5,000 of them get no event each. */
export function sealItem(
  { job_id, number, request, quote }: Pick<JobItemRow, 'job_id' | 'number' | 'request' | 'quote'>,
  key: string,
): string {
  return createHmac('sha256', key)
    .update(JSON.stringify(['item', job_id, number, request, quote]))
    .digest('hex');
}

export function isSealed(item: JobItemRow, key: string): boolean {
  return item.seal === sealItem(item, key);
}

/** @throws {KamikitError} `suspended`. */
export async function assertAsWritten(db: Db, job: JobRow, key: string): Promise<void> {
  if ((await writtenContent(db, job.id, key)) !== jobContent(job)) throw altered(`Job ${job.id}`);
}

/** @throws {KamikitError} `suspended`. */
export function assertSealed(item: JobItemRow, key: string): void {
  if (!isSealed(item, key)) throw altered(`Item ${item.number} of job ${item.job_id}`);
}

function altered(what: string): KamikitError {
  return new KamikitError(`${what} was changed from outside: nothing of the job is bought any more.`, {
    ...{ code: 'suspended', outcome: 'not_committed', neverSent: true },
    hint: 'Start another job with what is still wanted.',
  });
}
