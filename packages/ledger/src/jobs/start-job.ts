import { randomUUID } from 'node:crypto';
import { compareMoney, KamikitError, parseMoney } from '@kamikit/core';
import type { Kysely } from 'kysely';
import type { JsonObject } from '../entry.ts';
import { fingerprint } from '../fingerprint.ts';
import { currentOwner } from '../owner.ts';
import { asTheyStand, type Person } from '../people.ts';
import type { JobItemRow, JobRow, LedgerSchema } from '../schema.ts';
import { assertNotStopped } from '../stop.ts';
import type { NewJob } from './job.ts';
import { recordJob, sealItem } from './job-seal.ts';
import { jobByKey } from './read-job.ts';

type Db = Kysely<LedgerSchema>;

/** As many as one account is sent at once: how many others may be on their way when one turns out to be charged too much. */
export const MOST_AT_ONCE = 4;
export const MOST_ITEMS = 5000;

interface Starting {
  key: string;
  nowMs: number;
  doubt: KamikitError | null;
  /** Who starts it, over the network. */
  person: Person | null;
}

/**
 * Writes down a job with all of its items; `existing`: the key was used before.
 * @throws {KamikitError} `key_conflict`, `suspended`, `invalid_request`.
 */
export async function startJob(
  trx: Db,
  job: NewJob,
  { key, nowMs, doubt, person: who }: Starting,
): Promise<{ row: JobRow; existing: boolean }> {
  const { kind, idempotencyKey, items, maxTotal, concurrency = MOST_AT_ONCE, needsWord = false } = job;
  assertJob(job);
  const print = fingerprint({ kind, items, max_total: maxTotal, concurrency });
  const person = who && (await asTheyStand(trx, key, who));
  const earlier = await jobByKey(trx, idempotencyKey, person?.name ?? null);
  if (earlier !== undefined && earlier.fingerprint !== print) throw keyConflict(earlier);
  if (earlier !== undefined) return { row: earlier, existing: true };
  if (doubt !== null) throw doubt;
  await assertNotStopped(trx, key);
  const terms = { id: randomUUID(), kind, items: items.length, max_total: maxTotal, concurrency };
  const values: JobRow = {
    ...{ ...terms, idempotency_key: idempotencyKey, fingerprint: print, reason: null },
    ...{ state: needsWord ? 'awaiting_approval' : 'running', needs_word: wordOf(needsWord) },
    ...{ quote_until_ms: null, decided_by: null, decided_ms: null },
    ...{ failures: 0, not_before_ms: 0, created_ms: nowMs, updated_ms: nowMs },
    ...{ person: person?.name ?? null, person_then: person && JSON.stringify(person) },
  };
  const row = await trx.insertInto('jobs').values(values).returningAll().executeTakeFirstOrThrow();
  const itemRows = items.map((request, index) => itemRow(row.id, index + 1, request, key));
  for (let first = 0; first < itemRows.length; first += AT_A_TIME)
    await trx
      .insertInto('job_items')
      .values(itemRows.slice(first, first + AT_A_TIME))
      .execute();
  await recordJob(trx, 'job started', null, row, { items: items.length, max_total: maxTotal });
  return { row, existing: false };
}

/** What `needs_word` says of a job that nobody is asked about. */
export const BY_MANDATE_ALONE = 2;

function wordOf(needsWord: NonNullable<NewJob['needsWord']>): number {
  return needsWord === 'by mandate' ? BY_MANDATE_ALONE : Number(needsWord);
}

const AT_A_TIME = 500;

function itemRow(jobId: string, number: number, request: JsonObject, key: string): JobItemRow {
  const item = { job_id: jobId, number, request: JSON.stringify(request), quote: null };
  return {
    ...{ ...item, progress: 'waiting', error: null, attempts: 0 },
    ...{ ...currentOwner(), lease_until_ms: 0, seal: sealItem(item, key) },
  };
}

function assertJob({ kind, idempotencyKey, items, maxTotal, concurrency = MOST_AT_ONCE }: NewJob): void {
  if (kind === '' || idempotencyKey === '') throw new TypeError('a job needs a kind and an idempotency key');
  if (items.length === 0 || items.length > MOST_ITEMS)
    throw invalid(`it needs 1 to ${MOST_ITEMS} items, not ${items.length}`);
  if (!(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= MOST_AT_ONCE))
    throw invalid(`concurrency must be 1 to ${MOST_AT_ONCE}, not ${concurrency}`);
  if (compareMoney(maxTotal, parseMoney(0)) <= 0) throw invalid(`max_total must be above 0, not ${maxTotal}`);
}

function invalid(what: string): KamikitError {
  return new KamikitError(`This job was not started: ${what}.`, {
    ...{ code: 'invalid_request', outcome: 'not_committed', neverSent: true },
  });
}

function keyConflict({ id, idempotency_key }: JobRow): KamikitError {
  return new KamikitError(
    `The idempotency key ${JSON.stringify(idempotency_key)} belongs to another job (${id}).`,
    {
      ...{ code: 'key_conflict', outcome: 'not_committed' },
      hint: 'Nothing was started. Use a key again only to repeat the same job; choose a new key for a different one.',
    },
  );
}
