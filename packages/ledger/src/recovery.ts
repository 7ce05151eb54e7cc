import { KamikitError } from '@kamikit/core';
import type { Hands } from './hands.ts';
import { recoverAbandoned } from './recover.ts';
import { isAnyUnrecorded, recordAll, unrecordedIn } from './unrecorded.ts';

/** Brings the entries of an open ledger to what is known of them: what dead processes left behind, and what this one could not record. */
export function recoveryOf({ database, chain, now, write }: Hands) {
  const unrecorded = unrecordedIn(database);

  async function recover(): Promise<void> {
    const recorded = await write(async (trx) => {
      // Nothing can be recorded before its owner has looked at it, and everything can be read.
      if ((await chain.doubt(trx)) !== null) return [];
      await recoverAbandoned(trx, now());
      return recordAll(trx, unrecorded, now());
    }, 'not_committed');
    for (const id of recorded) {
      unrecorded.givenUp.delete(id);
      unrecorded.settlements.delete(id);
    }
  }

  /** Before whatever a wish could be refused for that was given up. */
  async function putRight({ isToSpend = false } = {}): Promise<void> {
    if (!isAnyUnrecorded(unrecorded)) return;
    unrecorded.settling ??= recover().finally(() => {
      unrecorded.settling = null;
    });
    try {
      await unrecorded.settling;
    } catch (error) {
      // What can only be read now is read. What could not be recorded once it was paid would not be the next time, either.
      if (isToSpend || (error instanceof KamikitError && error.retryable)) throw error;
    }
  }

  return { unrecorded, recover, putRight };
}
