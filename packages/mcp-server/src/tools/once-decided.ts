import { KamikitError } from '@kamikit/core';
import type { ExecutedEntry } from '@kamikit/ledger';
import type { ToolContext } from './define-tool.ts';
import { integer } from './input.ts';

/** How long a call waits for its owner. */
export const waitForOwner = integer(0, 45).describe('For the owner’s approval; default 0').optional();

/** Waits for the owner's word on what was asked for, where it takes one; then the same call tells what became of it. */
export async function onceDecided<Entry extends ExecutedEntry>(
  deal: () => Promise<Entry>,
  waitSeconds: number,
  { spender, progress, signal, showing }: ToolContext,
): Promise<Entry> {
  const entry = await deal();
  if (entry.state !== 'awaiting_approval' || waitSeconds === 0) return entry;
  try {
    const { state } = await spender.awaitDecision(entry.id, {
      maxWaitMs: waitSeconds * 1000,
      signal,
      onPoll: ({ state }, elapsedMs) =>
        progress(
          Math.min(elapsedMs / 1000, waitSeconds),
          waitSeconds,
          state === 'awaiting_approval' ? showing.say.states.awaiting_approval : showing.say.stillUnderWay,
        ),
    });
    return state === 'awaiting_approval' ? entry : await deal();
  } catch (error) {
    if (!signal.aborted || error instanceof KamikitError) throw error;
    throw new KamikitError(`Waiting was cancelled; entry ${entry.id} goes on without it.`, {
      // Its owner may allow it at any time, and may have.
      ...{ code: 'cancelled', outcome: 'unknown', entryId: entry.id, retryable: true, cause: error },
    });
  }
}
