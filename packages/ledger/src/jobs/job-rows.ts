import { addMoney, KamikitError, type Money, multiplyMoney } from '@kamikit/core';
import type { Kysely } from 'kysely';
import type { JobItemRow, JobRow, LedgerSchema } from '../schema.ts';
import { ask, type Places, statement, together } from '../statement.ts';

type Db = Kysely<LedgerSchema>;

export const jobWithId = statement((db, given: Places<{ id: string }>) =>
  db.selectFrom('jobs').selectAll().where('id', '=', given.id),
);

export const itemWithNumber = statement((db, given: Places<{ id: string; number: number }>) =>
  db.selectFrom('job_items').selectAll().where('job_id', '=', given.id).where('number', '=', given.number),
);

/** Those that a process has, or had. */
const claimedItems = statement((db, given: Places<{ id: string }>) =>
  db
    .selectFrom('job_items')
    .selectAll()
    .where('job_id', '=', given.id)
    .where('progress', '=', 'claimed')
    .orderBy('number'),
);

/** The first of those that may be begun with soonest. */
const nextWaitingItem = statement((db, given: Places<{ id: string }>) =>
  db
    .selectFrom('job_items')
    .selectAll()
    .where('job_id', '=', given.id)
    .where('progress', '=', 'waiting')
    .orderBy('lease_until_ms')
    .orderBy('number')
    .limit(1),
);

/** What its entries count against the budgets, by their price. */
const amountsOf = statement((db, given: Places<{ id: string }>) =>
  db
    .selectFrom('entries')
    .select(({ fn }) => ['amount', fn.countAll<number>().as('count')])
    .where('job', '=', given.id)
    .where('state', 'not in', ['refused', 'awaiting_approval'])
    .where('refund_shown', '=', 0)
    .groupBy('amount'),
);

/** @throws {KamikitError} `not_found`. */
export async function jobRow(db: Db, id: string): Promise<JobRow> {
  const [job] = await ask(db, jobWithId({ id }));
  return jobOr(job, id);
}

/** A job with the items that can be begun with. @throws {KamikitError} `not_found`. */
export async function jobToClaimFrom(
  db: Db,
  id: string,
): Promise<{ job: JobRow; claimed: JobItemRow[]; waiting: JobItemRow | undefined }> {
  const [[job], claimed, [waiting]] = await together(
    db,
    jobWithId({ id }),
    claimedItems({ id }),
    nextWaitingItem({ id }),
  );
  return { job: jobOr(job, id), claimed, waiting };
}

/** A job and one of its items, undefined for a number that it does not have. @throws {KamikitError} `not_found`. */
export async function jobAndItem(
  db: Db,
  id: string,
  number: number,
): Promise<{ job: JobRow; item: JobItemRow | undefined }> {
  const [[job], [item]] = await together(db, jobWithId({ id }), itemWithNumber({ id, number }));
  return { job: jobOr(job, id), item };
}

function jobOr(job: JobRow | undefined, id: string): JobRow {
  if (job === undefined) throw noJob(id);
  return job;
}

export function noJob(id: string): KamikitError {
  return new KamikitError(`The ledger has no job ${id}.`, { code: 'not_found', outcome: 'not_committed' });
}

/** What the entries of a job count against the budgets. */
export async function spentBy(db: Db, id: string): Promise<Money> {
  const amounts = await ask(db, amountsOf({ id }));
  return addMoney(
    ...amounts.map(({ amount, count }) =>
      amount === null ? addMoney() : multiplyMoney(amount, Number(count)),
    ),
  );
}
