import { KamikitError, pollUntil } from '@kamikit/core';
import { type Followed, followReference } from './follow.ts';
import type { FollowedKind } from './kinds.ts';
import type { Parts } from './parts.ts';

/** How long to keep asking for several, and who is told meanwhile. */
export interface FollowSeveralOptions {
  signal?: AbortSignal | undefined;
  /** How long to keep asking for those that are open, in milliseconds, all together; until none is by default. 0 asks once for each. */
  maxWaitMs?: number | undefined;
  /** Told after each round how many are finished, which those that cannot be told are not, with the milliseconds since the first question. */
  onPoll?: (finished: number, elapsedMs: number) => void;
}

const AT_ONCE = 4;
// A shop that keeps one waiting must not keep the others' answers from whoever asked.
const GRACE_MS = 10_000;

/** Asks about several, a few at a time, beginning with those that the call before had no time for. */
export function severalFollower<K extends FollowedKind>(kind: K) {
  let unanswered: ReadonlySet<string> = new Set();

  return async (
    references: readonly string[],
    options: FollowSeveralOptions,
    parts: Parts,
  ): Promise<Answer<K>[]> => {
    const first = references.filter((reference) => unanswered.has(reference));
    const others = references.filter((reference) => !unanswered.has(reference));
    const answers = await followSeveral(kind, [...first, ...others], options, parts);
    unanswered = new Set([...answers].flatMap(([reference, answer]) => (isLate(answer) ? [reference] : [])));
    return references.flatMap((reference) => answers.get(reference) ?? []);
  };
}

type Answer<K extends FollowedKind = FollowedKind> = PromiseSettledResult<Followed<K>>;

/** Asks in rounds for all that are open. What goes wrong with one stands beside the answers about the others. */
async function followSeveral<K extends FollowedKind>(
  kind: K,
  references: readonly string[],
  { signal, maxWaitMs = Number.POSITIVE_INFINITY, onPoll }: FollowSeveralOptions,
  parts: Parts,
): Promise<Map<string, Answer<K>>> {
  const late = Number.isFinite(maxWaitMs) ? AbortSignal.timeout(maxWaitMs + GRACE_MS) : undefined;
  const stop = AbortSignal.any([signal, late].filter((each) => each !== undefined));
  const answers = new Map<string, Answer<K>>();
  const count = (is: (answer: Answer<K> | undefined) => boolean) =>
    references.filter((reference) => is(answers.get(reference))).length;

  async function ask(reference: string): Promise<void> {
    const wasLate = late?.aborted;
    try {
      stop.throwIfAborted();
      const value = await followReference(kind, reference, { signal: stop, maxWaitMs: 0 }, parts);
      answers.set(reference, { status: 'fulfilled', value });
    } catch (error) {
      signal?.throwIfAborted();
      const reason = late?.aborted ? tooLate(kind, reference, wasLate === true) : error;
      // What was answered before still tells more than that there is no answer now.
      if (!answers.has(reference)) answers.set(reference, { status: 'rejected', reason });
    }
  }

  async function askAll(): Promise<number> {
    const open = references.filter((reference) => isOpen(answers.get(reference))).values();
    const turns = Array.from({ length: AT_ONCE }, async () => {
      for (const reference of open) await ask(reference);
    });
    await Promise.all(turns);
    return count(isOpen);
  }

  await pollUntil(askAll, (open) => open === 0, parts.timing, {
    ...{ signal, maxWaitMs },
    ...(onPoll && { onPoll: (_, elapsedMs) => onPoll(count(isFinished), elapsedMs) }),
  });
  return answers;
}

function isOpen(answer: Answer | undefined): boolean {
  return answer === undefined || (answer.status === 'fulfilled' && !isFinished(answer));
}

function isFinished(answer: Answer | undefined): boolean {
  return answer?.status === 'fulfilled' && answer.value.settlement.state !== 'pending';
}

function isLate(answer: Answer): boolean {
  if (answer.status === 'fulfilled') return false;
  return answer.reason instanceof KamikitError && answer.reason.code === 'timeout';
}

function tooLate(kind: string, reference: string, isUnasked: boolean): KamikitError {
  const message = isUnasked
    ? `There was no time left to ask about ${kind} ${reference}: it was not asked about yet.`
    : `The upstream gave no answer in time about ${kind} ${reference}.`;
  return new KamikitError(message, { code: 'timeout', retryable: true });
}
