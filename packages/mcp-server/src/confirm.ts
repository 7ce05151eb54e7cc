import { KamikitError } from '@kamikit/core';
import type { Config } from './config.ts';

/** What came of asking the user; `cannot_ask`: the host has no way to. */
export type Answer = 'accept' | 'decline' | 'cancel' | 'no_answer' | 'cannot_ask';

const REASONS: Record<Exclude<Answer, 'accept'>, string> = {
  decline: 'the user said no',
  cancel: 'the user closed the question',
  no_answer: 'the host brought no answer',
  cannot_ask: 'KAMIKIT_CONFIRM is required, but this host cannot ask the user',
};

/**
 * Asks the user, where the host can. Elsewhere the host's own approval of a destructive tool shows the same facts, as
 * they are its arguments.
 *
 * @returns whether the user was asked.
 * @throws {KamikitError} `declined` when the answer is not yes, or when it is required and the host cannot ask.
 */
export async function confirm(
  policy: Config['confirm'],
  question: string,
  ask: (question: string) => Promise<Answer>,
): Promise<boolean> {
  if (policy === 'never') return false;
  const answer = await ask(question);
  if (answer === 'accept') return true;
  if (answer === 'cannot_ask' && policy === 'auto') return false;
  throw new KamikitError(`Not confirmed: ${REASONS[answer]}. Nothing was sent.`, {
    code: 'declined',
    outcome: 'not_committed',
  });
}
