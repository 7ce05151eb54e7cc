import type { Kysely } from 'kysely';
import { askedJobs } from '../asked.ts';
import type { Hands } from '../hands.ts';
import { assertOwner } from '../people.ts';
import { idsLike } from '../queries.ts';
import type { JobRow, LedgerSchema } from '../schema.ts';
import { assertTheirJob, controlJob, declineJob, finishJob } from './change-job.ts';
import { claimItem } from './claim-item.ts';
import type { LedgerOfJobs } from './ledger-of-jobs.ts';
import { approveJob, quoteItems, uncoveredItems, unpriced } from './quote-job.ts';
import { findJob, openJobs, readItems, readJob, readJobs, toJob } from './read-job.ts';
import { settleItem } from './settle-item.ts';
import { startJob } from './start-job.ts';

/** What a ledger does with jobs. */
export function jobMethods({ database, chain, key, person, leaseMs, now, write, writeAsOwner }: Hands) {
  const changedJob = (change: (trx: Kysely<LedgerSchema>) => Promise<JobRow>) =>
    write(async (trx) => toJob(trx, await change(trx)), 'not_committed');

  return {
    startJob: (job) =>
      write(async (trx) => {
        const doubt = await chain.doubt(trx);
        const { row, existing } = await startJob(trx, job, { key, nowMs: now(), doubt, person });
        return { job: await toJob(trx, row), existing };
      }, 'not_committed'),
    job: (id) => database.read((db) => readJob(db, id)),
    findJob: (jobKey) => database.read((db) => findJob(db, jobKey, person?.name ?? null)),
    jobIdsLike: (beginning, limit, whose) =>
      database.read((db) => idsLike(db, beginning, limit, { table: 'jobs', person: whose })),
    jobs: ({ limit = 20 } = {}) => database.read((db) => readJobs(db, limit)),
    openJobs: () => database.read(openJobs),
    askedJobs: ({ evenUnpriced = false } = {}) => database.read((db) => askedJobs(db, evenUnpriced)),
    async unpricedItems(id, limit) {
      const rows = await database.read((db) => unpriced(db, id, limit));
      return rows.map(({ number, request }) => ({ number, request: JSON.parse(request) }));
    },
    uncovered: (kind, items) => database.read((db) => uncoveredItems(db, kind, items, { key, nowMs: now() })),
    quoteItems: (id, priced) => changedJob((trx) => quoteItems(trx, id, priced, { key, nowMs: now() })),
    approveJob: (id, by) =>
      changedJob(async (trx) => {
        if (person !== null) await assertOwner(trx, key, person);
        return approveJob(trx, id, by, { key, nowMs: now(), doubt: await chain.doubt(trx) });
      }),
    declineJob: (id, by) =>
      writeAsOwner(async (trx) => {
        const { row, isOurs } = await declineJob(trx, id, by, now());
        return { job: await toJob(trx, row), isOurs };
      }, 'not_committed'),
    jobItems: (id, { page = 1, perPage = 20, ...filter } = {}) =>
      database.read((db) => readItems(db, id, { page, perPage, ...filter })),
    // Whoever claims an item again finds its entry by its key: what was forgotten of either is found out then.
    claimItem: (id) =>
      write((trx) => claimItem(trx, id, { leaseMs, nowMs: now(), key }), 'not_committed', {
        ...{ mayBeForgotten: true, mayShare: true },
      }),
    settleItem: async (id, number, outcome) => {
      const mayBeForgotten = 'done' in outcome;
      const settle = (trx: Kysely<LedgerSchema>) => settleItem(trx, id, number, outcome, now());
      return (await write(settle, 'unknown', { mayBeForgotten, mayShare: true })).state;
    },
    controlJob: (id, action, by) =>
      changedJob(async (trx) => {
        const who = person && (await assertTheirJob(trx, key, id, person));
        return controlJob(trx, id, action, { by, person: who, key, nowMs: now() });
      }),
    finishJob: (id) => changedJob((trx) => finishJob(trx, id, now())),
  } satisfies LedgerOfJobs;
}
