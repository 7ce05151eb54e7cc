import { KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { isSigned } from '../events.ts';
import { asTheyStand, type Person } from '../people.ts';
import type { JobRow, LedgerSchema } from '../schema.ts';
import { ask, type Places, statement } from '../statement.ts';
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

const PAUSED = 'job paused';

const AFTER: Record<JobAction, { from: readonly JobState[]; to: JobState; told: string }> = {
  pause: { from: ['running', 'paused'], to: 'paused', told: PAUSED },
  resume: { from: ['paused', 'stopped'], to: 'running', told: 'job resumed' },
  cancel: {
    from: ['awaiting_approval', 'running', 'paused', 'stopped'],
    to: 'cancelled',
    told: 'job cancelled',
  },
};

interface Controlling {
  by: string;
  /** As they stand now; null: whoever uses this machine. */
  person: Person | null;
  key: string;
  nowMs: number;
}

/**
 * Pauses, resumes or cancels: what is under way is not broken off, and nothing new is begun. What already is as it is meant
 * to be stays so.
 * @throws {KamikitError} `not_found`; `invalid_request` for a job that is over; `declined` for one that an owner paused, unless an
 * owner resumes it.
 */
export async function controlJob(
  trx: Db,
  id: string,
  action: JobAction,
  { by, person, key, nowMs }: Controlling,
): Promise<JobRow> {
  const job = await jobRow(trx, id);
  const isOwner = person === null || person.role === 'owner';
  const { from, to, told } = AFTER[action];
  const isOwners = job.state === 'paused' && (await isPausedByOwner(trx, id, key));
  // Of one that a buyer paused an owner may say the same, and more is meant by it.
  const isMore = action === 'pause' && isOwner && job.state === 'paused' && !isOwners;
  if (job.state === to && !isMore) return job;
  if (!from.includes(job.state))
    throw new KamikitError(`Job ${id} is ${job.state}: there is nothing to ${action}.`, {
      ...{ code: 'invalid_request', outcome: 'not_committed' },
    });
  if (action === 'resume' && isOwners && !isOwner)
    throw new KamikitError(`An owner paused job ${id}: only an owner may resume it.`, {
      ...{ code: 'declined', outcome: 'not_committed', neverSent: true },
    });
  const anew = action === 'resume' ? { reason: null, failures: 0, ...asTheirs(job, person) } : {};
  const detail = { by, ...(action === 'pause' && { is_owner: isOwner }) };
  return changeJob(trx, job, { state: to, updated_ms: nowMs, ...anew }, told, detail);
}

/** The owner's no to a job that awaits it; `isOurs`: by this no it ended. What is decided already is returned as it stands. */
export async function declineJob(
  trx: Db,
  id: string,
  by: string,
  nowMs: number,
): Promise<{ row: JobRow; isOurs: boolean }> {
  const job = await jobRow(trx, id);
  if (job.state !== 'awaiting_approval') return { row: job, isOurs: false };
  const { to, told } = AFTER.cancel;
  return { row: await changeJob(trx, job, { state: to, updated_ms: nowMs }, told, { by }), isOurs: true };
}

/** The limits of another issuer's people are told by them alone: it goes on within those that they come with now. */
function asTheirs(job: JobRow, person: Person | null): Partial<JobRow> {
  return person !== null && person.name === job.person ? { person_then: JSON.stringify(person) } : {};
}

const lastPause = statement((db, given: Places<{ id: string; action: string }>) =>
  db
    .selectFrom('events')
    .selectAll()
    .where('entry_id', '=', given.id)
    .where('action', '=', given.action)
    .orderBy('seq', 'desc')
    .limit(1),
);

/** By the last event that tells of a pause; one that was altered is nobody's but an owner's. */
async function isPausedByOwner(trx: Db, id: string, key: string): Promise<boolean> {
  const [event] = await ask(trx, lastPause({ id, action: PAUSED }));
  if (event === undefined) return false;
  return !isSigned(event, key) || JSON.parse(event.detail ?? '{}').is_owner === true;
}

/**
 * Whoever may control a job, as they stand now.
 * @throws {KamikitError} `not_found` for somebody else's, unless an owner asks; `read_only`.
 */
export async function assertTheirJob(trx: Db, key: string, id: string, person: Person): Promise<Person> {
  const now = await asTheyStand(trx, key, person);
  const job = await jobRow(trx, id);
  if (now.role !== 'owner' && job.person !== now.name) throw noJob(id);
  return now;
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
