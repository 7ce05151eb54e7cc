import { KamikitError, pollUntil } from '@kamikit/core';
import { type Followed, followReference } from './follow.ts';
import type { FollowedKind } from './kinds.ts';
import type { Parts } from './parts.ts';

/** How long to keep asking for several, and who is told meanwhile. */
export interface FollowSeveralOptions {
  signal?: AbortSignal | undefined;
  /** How long to keep asking for those that are open, in milliseconds, all together; until none is by default. 0 asks once for each. */
  maxWaitMs?: number | undefined;
  /** Told after each round how many are finished, with the milliseconds since the first question. */
  onPoll?: (finished: number, elapsedMs: number) => void;
}

const AT_ONCE = 4;
// A shop that keeps one waiting must not keep the others' answers from whoever asked.
const GRACE_MS = 10_000;

/** Asks in rounds for all that are open, a few at a time. What goes wrong with one stands beside the answers about the others. */
export async function followSeveral<K extends FollowedKind>(
  kind: K,
  references: readonly string[],
  { signal, maxWaitMs = Number.POSITIVE_INFINITY, onPoll }: FollowSeveralOptions,
  parts: Parts,
): Promise<Array<PromiseSettledResult<Followed<K>>>> {
  const late = Number.isFinite(maxWaitMs) ? AbortSignal.timeout(maxWaitMs + GRACE_MS) : undefined;
  const stop = AbortSignal.any([signal, late].filter((each) => each !== undefined));
  const answers = new Map<number, PromiseSettledResult<Followed<K>>>();

  async function ask(index: number, reference: string): Promise<void> {
    try {
      const value = await followReference(kind, reference, { signal: stop, maxWaitMs: 0 }, parts);
      answers.set(index, { status: 'fulfilled', value });
    } catch (error) {
      signal?.throwIfAborted();
      const reason = late?.aborted ? tooLate(kind, reference) : error;
      // What was answered before still tells more than that there is no answer now.
      if (!answers.has(index)) answers.set(index, { status: 'rejected', reason });
    }
  }

  async function askAll(): Promise<number> {
    const open = [...references.entries()].filter(([index]) => isOpen(answers.get(index))).values();
    const turns = Array.from({ length: AT_ONCE }, async () => {
      for (const [index, reference] of open) await ask(index, reference);
    });
    await Promise.all(turns);
    return references.filter((_, index) => !isOpen(answers.get(index))).length;
  }

  await pollUntil(askAll, (finished) => finished === references.length, parts.timing, {
    ...{ signal: stop, maxWaitMs },
    ...(onPoll && { onPoll }),
  });
  return references.flatMap((_, index) => answers.get(index) ?? []);
}

function isOpen(answer: PromiseSettledResult<Followed> | undefined): boolean {
  if (answer === undefined) return true;
  return answer.status === 'fulfilled' && answer.value.settlement.state === 'pending';
}

function tooLate(kind: string, reference: string): KamikitError {
  return new KamikitError(`The upstream gave no answer in time about ${kind} ${reference}.`, {
    code: 'timeout',
    retryable: true,
  });
}
