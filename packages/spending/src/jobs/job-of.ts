import { KamikitError } from '@kamikit/core';
import type { Job } from '@kamikit/ledger';
import type { Parts } from '../parts.ts';

/** @throws {KamikitError} `not_found` for an id that the ledger does not hold, or that is somebody else's. */
export async function jobOf({ ledger, person }: Parts, id: string): Promise<Job> {
  const job = await (await ledger()).job(id);
  if (job !== null && (person?.role !== 'buyer' || job.person?.name === person.name)) return job;
  throw new KamikitError(`The ledger has no job ${id}.`, { code: 'not_found', outcome: 'not_committed' });
}
