import { KamikitError } from '@kamikit/core';

/** For how long what is marked as sent from now on is this process's to send. */
export interface Lease {
  /** @throws {KamikitError} once it is over: others may have found out by then that this entry was not sent. */
  assertHolds(entryId: string): void;
}

/** Begins before the entry's own does, and so ends before that. */
export function beginLease(leaseMs: number, now: () => number): Lease {
  // The process may be stopped meanwhile, or its machine sleep, and then its time of day alone goes on.
  const [began, beganHere] = [now(), Date.now()];
  return {
    assertHolds(entryId) {
      if (Math.max(now() - began, Date.now() - beganHere) >= leaseMs) throw notOursToSend(entryId);
    },
  };
}

export function notOursToSend(id: string): KamikitError {
  return new KamikitError(
    `Entry ${id} was not sent: it is not prepared, or it was held for too long and given up.`,
    {
      code: 'timeout',
      outcome: 'not_committed',
      neverSent: true,
      retryable: true,
      hint: 'Try again with the same idempotency key.',
    },
  );
}
