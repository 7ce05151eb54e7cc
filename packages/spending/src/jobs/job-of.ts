import { KamikitError } from '@kamikit/core';
import type { Job, Ledger } from '@kamikit/ledger';

/** @throws {KamikitError} `not_found`. */
export async function jobOf(ledger: Ledger, id: string): Promise<Job> {
  const job = await ledger.job(id);
  if (job !== null) return job;
  throw new KamikitError(`The ledger has no job ${id}.`, { code: 'not_found', outcome: 'not_committed' });
}
