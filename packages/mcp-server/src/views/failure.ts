import { type ErrorCode, inMarks, isOtherThanAsked, KamikitError, type Outcome } from '@kamikit/core';
import { replaceMarked, stripInvisible } from '@kamikit/core/base';
import * as z from 'zod';
import type { Failures } from '../messages/failures.en.ts';
import { cleanText } from './clean-text.ts';
import type { Reveal } from './reveal.ts';

/** What every failed tool call returns. */
export interface Failure {
  error: {
    code: ErrorCode;
    message: string;
    outcome?: Outcome;
    /** The ledger's entry, where something was written down: for reconcile_ledger. */
    entry_id?: string;
    retryable: boolean;
    hint: string;
  };
}

/** What went wrong with one of several things that were asked for at once. */
export const partialFailure = z.object({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean(),
  hint: z.string(),
});

/**
 * The one place that turns whatever was thrown into what a model and a person read.
 *
 * @param reveal What upstreams wrote may hold a card: when sealed, it is left out.
 * @param signal The call's own: what a read throws once that is aborted is its reason, whatever it is.
 */
export function toFailure(error: unknown, reveal: Reveal, say: Failures, signal?: AbortSignal): Failure {
  const message = messageOf(error, reveal, signal);
  if (error instanceof KamikitError) {
    if (reveal === 'sealed' && saysWhetherPartOfACard(error)) return noSuchCard(error, say);
    const { code, outcome, entryId, retryable } = error;
    return {
      error: {
        code,
        message,
        ...(outcome && { outcome }),
        ...(entryId && { entry_id: entryId }),
        retryable,
        hint: stripInvisible(hintFor(error, message, say)),
      },
    };
  }
  const isCancelled = signal?.aborted === true;
  const code = isCancelled ? 'cancelled' : 'internal';
  return { error: { code, message, retryable: isCancelled, hint: say.hints[code] } };
}

/** What happened, in English whatever the language: logs and the ledger hold it too. */
export function messageOf(error: unknown, reveal: Reveal, signal?: AbortSignal): string {
  if (error instanceof KamikitError) {
    const isUntold = reveal === 'sealed' && saysWhetherPartOfACard(error);
    return isUntold ? NO_SUCH_CARD : visibleMessage(error, reveal);
  }
  if (signal?.aborted) return CANCELLED;
  // What went wrong may have been the reading of a text from outside, and then quotes it.
  const words = inMarks(error instanceof Error ? error.message : String(error));
  return `Internal error in Kamikit: ${reveal === 'sealed' ? SEALED : words}`;
}

const CANCELLED = 'The call was cancelled.';
const NO_SUCH_CARD = 'The card service knows no card with exactly this code.';

/** Sealed, a service that answers a part of a code with another card must not tell parts from what is none. */
export function saysWhetherPartOfACard(error: unknown): boolean {
  if (!(error instanceof KamikitError) || error.upstream !== 'cards' || error.outcome === 'unknown')
    return false;
  return error.code === 'not_found' || isOtherThanAsked(error);
}

function noSuchCard({ outcome, entryId }: KamikitError, say: Failures): Failure {
  return {
    error: {
      code: 'not_found',
      message: NO_SUCH_CARD,
      ...(outcome && { outcome }),
      ...(entryId && { entry_id: entryId }),
      retryable: false,
      hint: say.hints.not_found,
    },
  };
}

// The advice for these holds whatever became of the idempotency key, which the error's own hint is about.
const CURABLE: readonly ErrorCode[] = [
  ...([
    'unauthorized',
    'signature_rejected',
    'insufficient_balance',
    'out_of_stock',
    'limit_exceeded',
  ] as const),
  ...(['not_found', 'invalid_request', 'card_expired', 'card_exhausted'] as const),
];

function hintFor({ code, hint: own }: KamikitError, message: string, say: Failures): string {
  if (own === undefined) return code === 'invalid_request' ? say.faulty({ said: message }) : say.hints[code];
  return CURABLE.includes(code) ? `${say.hints[code]} ${own}` : say.explained(code, { said: own });
}

const LONGEST_MESSAGE = 1_000;
const LONGEST_QUOTE = 300;
const SEALED = '[sealed]';

/**
 * What the error says. The words of others stand in marks there, and are reduced to plain text like all their other text;
 * when sealed, an upstream's reasons are left out, as they may repeat a card, and the code alone tells them.
 */
function visibleMessage({ message, upstreamMessage }: KamikitError, reveal: Reveal): string {
  const isSealed = reveal === 'sealed' && upstreamMessage !== undefined;
  const visible = replaceMarked(stripInvisible(message), (words) =>
    isSealed ? SEALED : inMarks(cleanText(words, LONGEST_QUOTE) ?? ''),
  );
  return visible.length <= LONGEST_MESSAGE ? visible : `${visible.slice(0, LONGEST_MESSAGE)} … [cut]`;
}
