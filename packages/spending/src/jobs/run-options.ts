import type { SpendOptions } from '../spend-once.ts';

export interface RunOptions extends Pick<SpendOptions, 'approval'> {
  /** Ends this process's part: what is under way is waited for, and the job goes on wherever else it runs. */
  signal?: AbortSignal | undefined;
  /** Ends this process's turn, as other jobs wait: it begins no further item, and what is open is looked at another time. */
  turn?: AbortSignal | undefined;
  /** Called whenever an item of it was settled here. */
  onProgress?: (() => void) | undefined;
}

/** What to do with a wait that failed: one that was broken off on purpose is over, and no more. */
export function unlessAborted(signal: AbortSignal | undefined): (error: unknown) => void {
  return (error) => {
    if (!signal?.aborted) throw error;
  };
}
