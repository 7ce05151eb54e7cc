import { KamikitError } from '@kamikit/core';

/** Whatever is thrown here, nothing was sent and the key is free; of a cancelled call, that is all there is to say. */
export async function beforeSending<T>(
  kind: string,
  signal: AbortSignal | undefined,
  step: () => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw cancelled(kind);
  try {
    return await step();
  } catch (error) {
    if (signal?.aborted) throw cancelled(kind);
    if (!(error instanceof KamikitError)) throw error;
    throw error.with({ outcome: 'not_committed', neverSent: true });
  }
}

export function cancelled(kind: string): KamikitError {
  return new KamikitError(`This ${kind} was cancelled before it was sent.`, {
    code: 'cancelled',
    outcome: 'not_committed',
    neverSent: true,
    retryable: true,
  });
}
