import { stripInvisible } from '@kamikit/core/base';
import type { Job, Ledger } from '@kamikit/ledger';
import type { CommandMessages } from '../messages/commands.en.ts';
import { UsageError } from './command.ts';

const SHORTEST_ID = 4;
const TOLD = 5;

/**
 * The one job whose id begins like this.
 * @throws {UsageError} for too few characters; {Error} when there is no such job, or more than one.
 */
export async function jobWithId(ledger: Ledger, beginning: string, say: CommandMessages): Promise<Job> {
  const typed = stripInvisible(beginning);
  if (typed.length < SHORTEST_ID) throw new UsageError(say.ledger.shortId({ id: typed, least: SHORTEST_ID }));
  const found = await ledger.jobIdsLike(typed, TOLD);
  const [id, ...others] = found;
  const job = id === undefined ? null : await ledger.job(id);
  if (job === null) throw new Error(say.jobs.noJob({ id: typed }));
  if (others.length > 0) throw new Error(say.jobs.severalJobs({ id: typed, ids: found }));
  return job;
}
