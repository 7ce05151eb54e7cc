import { addMoney, compareMoney, KamikitError, type Money } from '@kamikit/core';
import type { Kysely } from 'kysely';
import type { ItemOfJob } from '../entry.ts';
import { readHeld } from '../held.ts';
import { currentOwner, isAbandoned, type Owner } from '../owner.ts';
import { pauseLeft } from '../pause.ts';
import type { Person } from '../people.ts';
import type { JobItemRow, JobRow, LedgerSchema } from '../schema.ts';
import { ask, type Places, statement } from '../statement.ts';
import type { Claim, ItemQuote } from './job.ts';
import { jobAndItem, jobToClaimFrom, spentBy } from './job-rows.ts';
import { assertAsWritten, assertSealed } from './job-seal.ts';

type Db = Kysely<LedgerSchema>;

interface Claiming {
  leaseMs: number;
  nowMs: number;
  key: string;
}

// How soon to ask again while others are under way.
const PAUSE_MS = 250;

/** The next item for this process to begin with. What a process that is gone had claimed is claimed again. */
export async function claimItem(trx: Db, id: string, { leaseMs, nowMs, key }: Claiming): Promise<Claim> {
  const { job, claimed, waiting } = await jobToClaimFrom(trx, id);
  if (job.state !== 'running') return { over: job.state };
  const asked = pauseLeft(Number(job.not_before_ms), nowMs);
  if (asked > 0) return { waitMs: asked };
  const left = claimed.find((item) => isAbandoned(item, nowMs));
  const underWay = claimed.filter((item) => !isAbandoned(item, nowMs)).length;
  if (underWay >= job.concurrency) return { waitMs: PAUSE_MS };
  const item = left ?? waiting;
  if (item === undefined) return underWay > 0 ? { waitMs: PAUSE_MS } : { over: job.state };
  const pause = left === undefined ? pauseLeft(item.lease_until_ms, nowMs) : 0;
  if (pause > 0) return { waitMs: pause };
  await assertAsWritten(trx, job, key);
  assertSealed(item, key);
  await ask(trx, claim({ id, number: item.number, ...currentOwner(), lease_until_ms: nowMs + leaseMs }));
  const { number, request, quote, attempts, lease_until_ms } = item;
  const isNew = left === undefined && attempts === 0 && lease_until_ms === 0;
  const person = JSON.parse(job.person_then ?? 'null');
  const read = { request: JSON.parse(request), quote: JSON.parse(quote ?? 'null'), person };
  return { item: { number, ...read, idempotencyKey: itemKey(job, number), isNew } };
}

const claim = statement(
  (db, { id, number, ...owner }: Places<Owner & { id: string; number: number; lease_until_ms: number }>) =>
    db
      .updateTable('job_items')
      .set({ progress: 'claimed', ...owner })
      .where('job_id', '=', id)
      .where('number', '=', number),
);

/** The key of an item's entry: the same whoever claims it, and also of a job that is started anew because its rows were deleted. */
function itemKey({ idempotency_key }: JobRow, number: number): string {
  return `job ${idempotency_key} item ${number}`;
}

/** What a job says about preparing one of its items. */
export interface ItemLeave {
  /** Somebody has to allow it; `isAllowed`: the owner has, for the job as a whole. */
  needsWord: boolean;
  isAllowed: boolean;
}

/**
 * That an item may be prepared: its job runs, this process holds it, and the job's limit has room for it.
 * @throws {KamikitError} `cancelled`, `over_budget`, `price_changed`, `suspended`.
 */
export async function assertJobAllows(
  trx: Db,
  { job: id, number }: ItemOfJob,
  { amount, key, person }: { amount: Money | null; key: string; person: Person | null },
): Promise<ItemLeave> {
  const { job, item } = await jobAndItem(trx, id, number);
  if (job.person !== (person?.name ?? null)) throw new TypeError(`job ${id} is somebody else's`);
  const isOurs = item?.progress === 'claimed' && item.owner_token === currentOwner().owner_token;
  if (item === undefined || !isOurs || job.state !== 'running') throw notNow(job, number);
  await assertAsWritten(trx, job, key);
  assertSealed(item, key);
  const quote: ItemQuote | null = JSON.parse(item.quote ?? 'null');
  const isAllowed = job.decided_by !== null && quote !== null;
  const leave = { needsWord: job.needs_word !== 0, isAllowed };
  if (quote?.restocks !== undefined) await assertStillShort(trx, item, quote);
  if (amount === null) return leave;
  const allowed = isAllowed ? quote : null;
  if (allowed !== null && compareMoney(amount, allowed.total) > 0) throw dearer(item, allowed, amount);
  const spent = await spentBy(trx, id);
  if (compareMoney(addMoney(spent, amount), job.max_total) > 0) throw overTotal(job, spent, amount);
  return leave;
}

/** Another run may have ordered the same since the stock was counted: both together would be too much. */
async function assertStillShort(
  trx: Db,
  { job_id, number }: JobItemRow,
  { good, restocks }: ItemQuote,
): Promise<void> {
  if (restocks === undefined || good === null) return;
  const { on_the_way, unused } = await readHeld(trx, { ...restocks, good });
  const more = on_the_way + unused - restocks.held;
  if (more <= 0) return;
  throw new KamikitError(
    `Item ${number} of job ${job_id}: ${more} more of it have been ordered since its stock was counted; nothing was sent.`,
    {
      ...{ code: 'possible_duplicate', outcome: 'not_committed', neverSent: true },
      hint: 'The next run counts them, and buys what is still missing.',
    },
  );
}

function dearer({ job_id, number }: JobItemRow, { total }: ItemQuote, amount: Money): KamikitError {
  return new KamikitError(
    `Item ${number} of job ${job_id} was approved for ${total} yuan and now costs ${amount}; nothing was sent.`,
    { code: 'price_changed', outcome: 'not_committed', neverSent: true },
  );
}

function notNow({ id, state }: JobRow, number: number): KamikitError {
  return new KamikitError(
    `Item ${number} of job ${id} was not sent: the job is ${state}, or another process has it.`,
    {
      ...{ code: 'cancelled', outcome: 'not_committed', neverSent: true },
    },
  );
}

function overTotal({ id, max_total }: JobRow, spent: Money, amount: Money): KamikitError {
  return new KamikitError(
    `Over budget: ${amount} yuan requested, but job ${id} may cost ${max_total} yuan at most, of which ${spent} are spent.`,
    {
      ...{ code: 'over_budget', outcome: 'not_committed', neverSent: true },
      hint: 'What is left needs a job of its own, with a max_total of its own.',
    },
  );
}
