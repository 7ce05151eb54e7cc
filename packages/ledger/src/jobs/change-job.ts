import { KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { asTheyStand, type Person } from '../people.ts';
import type { JobRow, LedgerSchema } from '../schema.ts';
import type { JobAction, JobState } from './job.ts';
import { jobRow, noJob } from './job-rows.ts';
import { recordJob } from './job-seal.ts';

type Db = Kysely<LedgerSchema>;

/** Changes a job's row, and tells of it by an event where `action` names one. */
export async function changeJob(
  trx: Db,
  job: JobRow,
  columns: Partial<JobRow> & { updated_ms: number },
  action: string | null,
  detail: Record<string, unknown> = {},
): Promise<JobRow> {
  const changed = await trx
    .updateTable('jobs')
    .set(columns)
    .where('id', '=', job.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (action !== null) await recordJob(trx, action, job, changed, detail);
  return changed;
}

const AFTER: Record<JobAction, { from: readonly JobState[]; to: JobState; told: string }> = {
  pause: { from: ['running'], to: 'paused', told: 'job paused' },
  resume: { from: ['paused', 'stopped'], to: 'running', told: 'job resumed' },
  cancel: {
    from: ['awaiting_approval', 'running', 'paused', 'stopped'],
    to: 'cancelled',
    told: 'job cancelled',
  },
};

/**
 * Pauses, resumes or cancels: what is under way is not broken off, and nothing new is begun. What already is as it is meant
 * to be stays so.
 * @throws {KamikitError} `not_found`; `invalid_request` for a job that is over.
 */
export async function controlJob(
  trx: Db,
  id: string,
  action: JobAction,
  by: string,
  nowMs: number,
): Promise<JobRow> {
  const job = await jobRow(trx, id);
  const { from, to, told } = AFTER[action];
  if (job.state === to) return job;
  if (!from.includes(job.state))
    throw new KamikitError(`Job ${id} is ${job.state}: there is nothing to ${action}.`, {
      ...{ code: 'invalid_request', outcome: 'not_committed' },
    });
  const anew = action === 'resume' ? { reason: null, failures: 0 } : {};
  return changeJob(trx, job, { state: to, updated_ms: nowMs, ...anew }, told, { by });
}

/** @throws {KamikitError} `not_found` for somebody else's, unless an owner asks; `read_only`. */
export async function assertTheirJob(trx: Db, key: string, id: string, person: Person): Promise<void> {
  const { name, role } = await asTheyStand(trx, key, person);
  const job = await jobRow(trx, id);
  if (role !== 'owner' && job.person !== name) throw noJob(id);
}

/** Once no item waits, and none is under way; anything else stays as it is. */
export async function finishJob(trx: Db, id: string, nowMs: number): Promise<JobRow> {
  const job = await jobRow(trx, id);
  const left = await trx
    .selectFrom('job_items')
    .select('number')
    .where('job_id', '=', id)
    .where('progress', 'in', ['waiting', 'claimed'])
    .limit(1)
    .executeTakeFirst();
  if (job.state !== 'running' || left !== undefined) return job;
  return changeJob(trx, job, { state: 'finished', updated_ms: nowMs }, 'job finished');
}
