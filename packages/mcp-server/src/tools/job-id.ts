import { KamikitError } from '@kamikit/core';
import type { Job } from '@kamikit/ledger';
import type { ToolLedger } from './define-tool.ts';
import { wholeId } from './entry-id.ts';

/** The job whose id begins like this. @throws {KamikitError} `not_found`, `invalid_request` where it may be several. */
export async function jobWithId(
  ledger: Pick<ToolLedger, 'job' | 'jobIdsLike'>,
  beginning: string,
): Promise<Job> {
  const id = await wholeId({ idsLike: ledger.jobIdsLike }, beginning, 'job_id');
  const job = await ledger.job(id);
  if (job !== null) return job;
  throw new KamikitError(`The ledger has no job ${id}.`, { code: 'not_found', outcome: 'not_committed' });
}
