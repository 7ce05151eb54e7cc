import { pollUntil } from '@kamikit/core';
import type { Job } from '@kamikit/ledger';
import type { Parts } from '../parts.ts';
import { jobOf } from './job-of.ts';

export interface WaitForJob {
  maxWaitMs: number;
  signal?: AbortSignal | undefined;
  /** Called after each look. */
  onPoll?: ((job: Job, elapsedMs: number) => void) | undefined;
}

/** Looks at the ledger until somebody else has to do something, nothing is left to do, or the time is up. */
export async function awaitJob(
  id: string,
  { maxWaitMs, signal, onPoll }: WaitForJob,
  parts: Parts,
): Promise<Job> {
  return pollUntil(() => jobOf(parts, id), needsNoWait, parts.timing, {
    ...{ maxWaitMs, signal },
    ...(onPoll && { onPoll }),
  });
}

/** One that is being priced goes on by itself, too; one that awaits its owner does not. */
function needsNoWait({ state, approval }: Job): boolean {
  return state === 'awaiting_approval' ? approval?.until !== null : state !== 'running';
}
