import { KamikitError } from '@kamikit/core';
import type { Config } from '../config/config.ts';
import type { Failures } from '../messages/failures.en.ts';

/** The outcome of asking the user. */
export type Answer = 'accept' | 'decline' | 'cancel' | 'no_answer';

/**
 * Puts a question to the user.
 *
 * @param agreed what the answer is to, where that is not all of it: a host may give it with another call, and the rest be told
 * otherwise by then.
 */
export type Ask = (question: string, agreed?: string) => Promise<Answer>;

const REASONS: Record<Exclude<Answer, 'accept'> | 'cannot_ask', string> = {
  decline: 'the user said no',
  cancel: 'the user closed the question',
  no_answer: 'the host returned no answer',
  cannot_ask: 'KAMIKIT_CONFIRM is set to required, but this host cannot ask the user',
};

/**
 * How the user is asked; absent where nobody is asked, or the owner decides elsewhere: the host's own approval of a destructive tool shows the same facts, as
 * they are its arguments.
 *
 * @param ask Absent where the host has no way to.
 */
export function askerFor(
  policy: Config['confirm'],
  ask: Ask | undefined,
  say: Failures,
): ((...question: Parameters<Ask>) => Promise<true>) | undefined {
  if (policy === 'never' || policy === 'owner' || (policy === 'auto' && ask === undefined)) return undefined;
  return async (...question) => {
    const answer = ask === undefined ? 'cannot_ask' : await ask(...question);
    if (answer === 'accept') return true;
    throw new KamikitError(`Not confirmed: ${REASONS[answer]}. Nothing was sent.`, {
      code: 'declined',
      outcome: 'not_committed',
      neverSent: true,
      hint: say.notConfirmed[answer],
    });
  };
}
