import { addMoney, compareMoney, KamikitError, type Money } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { type Coverable, uncoveredWishes } from '../mandates.ts';
import { recordError } from '../recorded-error.ts';
import type { JobItemRow, JobRow, LedgerSchema } from '../schema.ts';
import { ask } from '../statement.ts';
import { assertNotStopped } from '../stop.ts';
import { changeJob } from './change-job.ts';
import type { ItemQuote, Priced, QuotedItem, RefusedItem } from './job.ts';
import { itemWithNumber, jobRow } from './job-rows.ts';
import { assertAsWritten, assertSealed, sealItem } from './job-seal.ts';
import { quotedTotal, readQuotes } from './read-job.ts';
import { BY_MANDATE_ALONE } from './start-job.ts';

type Db = Kysely<LedgerSchema>;

interface Deciding {
  key: string;
  nowMs: number;
  doubt: KamikitError | null;
}

// Each item is held to its own price whenever it is bought; this only keeps a forgotten job from being allowed by mistake.
const VALID_MS = 24 * 60 * 60_000;

/**
 * Keeps what items of a job that awaits its owner cost. Once all of them are priced, the owner can be asked; where mandates
 * cover all of them, nobody needs to be, and it runs.
 */
export async function quoteItems(
  trx: Db,
  id: string,
  priced: readonly Priced[],
  { key, nowMs }: Omit<Deciding, 'doubt'>,
): Promise<JobRow> {
  const job = await jobRow(trx, id);
  if (job.state !== 'awaiting_approval' || job.quote_until_ms !== null) return job;
  for (const each of priced) await quoteItem(trx, id, each, key);
  if ((await unpriced(trx, id, 1)).length > 0) return job;
  if (job.needs_word === BY_MANDATE_ALONE) return runCovered(trx, job, { key, nowMs });
  const quotes = await readQuotes(trx, id);
  if (quotes.length === 0)
    return changeJob(trx, job, { state: 'finished', updated_ms: nowMs }, 'job finished');
  const wishes = quotes.map(({ total, account, good }) => ({ kind: job.kind, amount: total, account, good }));
  if ((await uncoveredWishes(trx, key, wishes, nowMs)).length === 0)
    return changeJob(trx, job, { state: 'running', updated_ms: nowMs }, 'job covered by mandates');
  const columns = { quote_until_ms: nowMs + VALID_MS, updated_ms: nowMs };
  return changeJob(trx, job, columns, 'job priced', { total: addMoney(...quotes.map(({ total }) => total)) });
}

/** Refuses what no mandate covers, and asks nobody; the rest runs. */
async function runCovered(trx: Db, job: JobRow, { key, nowMs }: Omit<Deciding, 'doubt'>): Promise<JobRow> {
  const waiting = await waitingQuotes(trx, job.id);
  const uncovered = await uncoveredItems(trx, job.kind, waiting, { key, nowMs });
  for (const { number, refused } of uncovered)
    await trx
      .updateTable('job_items')
      .set({ progress: 'done', error: JSON.stringify(recordError(refused)) })
      .where('job_id', '=', job.id)
      .where('number', '=', number)
      .execute();
  if (uncovered.length === waiting.length)
    return changeJob(trx, job, { state: 'finished', updated_ms: nowMs }, 'job finished');
  return changeJob(trx, job, { state: 'running', updated_ms: nowMs }, 'job covered by mandates');
}

async function waitingQuotes(trx: Db, id: string): Promise<QuotedItem[]> {
  const rows = await trx
    .selectFrom('job_items')
    .select(['number', 'quote'])
    .where('job_id', '=', id)
    .where('progress', '=', 'waiting')
    .orderBy('number')
    .execute();
  return rows.map(({ number, quote }) => ({ number, quote: JSON.parse(quote ?? 'null') }));
}

/** The items for which no mandate has room beside the others, and which one is missing; nothing is reserved. */
export async function uncoveredItems(
  db: Db,
  kind: string,
  items: readonly QuotedItem[],
  { key, nowMs }: Omit<Deciding, 'doubt'>,
): Promise<RefusedItem[]> {
  const wishes = items.map(({ number, quote: { total, account, good, restocks } }) => ({
    ...{ number, kind: restocks?.kind ?? kind, amount: total, account, good },
  }));
  const uncovered = await uncoveredWishes(db, key, wishes, nowMs);
  return uncovered.map(({ number, ...wish }) => ({ number, refused: withoutMandate(wish) }));
}

function withoutMandate({ kind, amount, account, good }: Coverable): KamikitError {
  return new KamikitError(
    `No mandate covers a ${kind.replaceAll('_', ' ')} of ${good} for ${amount} yuan with account ${account}; nothing was sent.`,
    {
      ...{ code: 'declined', outcome: 'not_committed', neverSent: true },
      hint: 'Its owner can add one that has room for it; the next run then buys it.',
    },
  );
}

async function quoteItem(trx: Db, id: string, priced: Priced, key: string): Promise<void> {
  const { number } = priced;
  const [item] = await ask(trx, itemWithNumber({ id, number }));
  if (item?.progress !== 'waiting' || item.quote !== null) return;
  assertSealed(item, key);
  await trx
    .updateTable('job_items')
    .set(
      'refused' in priced
        ? { progress: 'done', error: JSON.stringify(recordError(priced.refused)) }
        : quotedItem(item, priced.quote, key),
    )
    .where('job_id', '=', id)
    .where('number', '=', number)
    .execute();
}

function quotedItem(item: JobItemRow, quoted: ItemQuote, key: string): Partial<JobItemRow> {
  const quote = JSON.stringify(quoted);
  const seal = sealItem({ ...item, quote }, key);
  // Of 0 pieces, enough is in stock.
  return { quote, seal, ...(quoted.quantity === 0 && { progress: 'done' }) };
}

/** The first items that nobody has priced yet. */
export async function unpriced(
  db: Db,
  id: string,
  limit: number,
): Promise<Array<{ number: number; request: string }>> {
  return db
    .selectFrom('job_items')
    .select(['number', 'request'])
    .where('job_id', '=', id)
    .where('progress', '=', 'waiting')
    .where('quote', 'is', null)
    .orderBy('number')
    .limit(limit)
    .execute();
}

/**
 * The owner's yes to all of a job, each item at its quoted price; what is decided already is returned as it stands.
 * @throws {KamikitError} `not_found`, `suspended`; `awaiting_approval` as long as it is being priced, `timeout` when it is too late,
 * `over_budget` when it costs more than it may.
 */
export async function approveJob(
  trx: Db,
  id: string,
  by: string,
  { key, nowMs, doubt }: Deciding,
): Promise<JobRow> {
  const job = await jobRow(trx, id);
  if (job.state !== 'awaiting_approval') return job;
  if (doubt !== null) throw doubt;
  await assertAsWritten(trx, job, key);
  await assertNotStopped(trx, key);
  if (job.quote_until_ms === null) throw notPriced(job);
  if (job.quote_until_ms <= nowMs) throw tooLate(job);
  const { total } = await quotedTotal(trx, id);
  if (compareMoney(total, job.max_total) > 0) throw overTotal(job, total);
  const columns = { state: 'running' as const, decided_by: by, decided_ms: nowMs, updated_ms: nowMs };
  return changeJob(trx, job, columns, 'job approved', { by, total });
}

function notPriced({ id }: JobRow): KamikitError {
  return new KamikitError(`Job ${id} is still being priced, so it cannot be allowed yet.`, {
    ...{ code: 'awaiting_approval', outcome: 'not_committed', neverSent: true, retryable: true },
  });
}

function tooLate({ id }: JobRow): KamikitError {
  return new KamikitError(`Job ${id} was priced too long ago to be allowed now. Nothing was sent.`, {
    ...{ code: 'timeout', outcome: 'not_committed', neverSent: true },
    hint: 'Cancel it, and start a new one if it is still wanted.',
  });
}

function overTotal({ id, max_total }: JobRow, total: Money): KamikitError {
  return new KamikitError(
    `Job ${id} costs ${total} yuan by now, more than its max_total ${max_total}. Nothing was sent.`,
    {
      ...{ code: 'over_budget', outcome: 'not_committed', neverSent: true },
      hint: 'Cancel it, and start a new one if it is still wanted.',
    },
  );
}
