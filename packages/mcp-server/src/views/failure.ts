import { type ErrorCode, inMarks, isOtherThanAsked, KamikitError, type Outcome } from '@kamikit/core';
import { replaceMarked, stripInvisible } from '@kamikit/core/base';
import * as z from 'zod';
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

const HINTS: Record<ErrorCode, string> = {
  unauthorized:
    'Ask the user to check this upstream’s API key (for a supplier, its API id too) in the configuration.',
  not_found: 'Look the id or code up again; it may have been removed.',
  invalid_request: 'Correct the named fields and call again.',
  insufficient_balance: 'Ask the user to top up the account.',
  out_of_stock: 'Buy fewer, choose another specification, or wait for new stock.',
  limit_exceeded: 'Reduce the quantity.',
  card_expired: 'The card has expired; recharge_card may extend it.',
  card_exhausted: 'Nothing is left on the card; recharge_card may refill it.',
  rate_limited: 'Wait for as long as the message says, then repeat the same call.',
  signature_rejected: 'Ask the user to check the supplier’s API id and key.',
  upstream_refused: 'What stands in “ ” is the upstream’s reason; repeating the same call will not help.',
  malformed_response: 'The service may have a problem, or its URL may be wrong; try again later.',
  unreachable: 'Try the same call again later; if it keeps failing, ask the user to check the URL.',
  timeout: 'Try the same call again later.',
  outcome_unknown:
    'Do NOT buy again. It may have gone through: call reconcile_ledger (list_ledger shows the entry_id), and repeat only with the same idempotency_key, which never sends twice.',
  config_invalid:
    'Ask the user to correct what is named, in the configuration file or the host’s configuration, and to restart the server. `kamikit doctor` checks it.',
  price_changed: 'Tell the user the new price; if the user agrees, call again with a higher max_total.',
  over_budget: 'Tell the user which limit was reached; only the user can raise it, in the configuration.',
  declined: 'Nothing was sent. Do not try again unless the user asks for it.',
  duplicate_in_progress:
    'The first call with this key is still under way: wait, then repeat with the same key to see its result.',
  key_conflict: 'This idempotency_key belongs to another request: use a new key for a different one.',
  read_only: 'This server is read-only (KAMIKIT_READ_ONLY); only the user can change that.',
  possible_duplicate:
    'The same was done a moment ago under another key: tell the user what became of it (list_ledger shows entry_id). Only if the user wants it once more, call again with again: true.',
  suspended:
    'Nothing was sent. Tell the user what the message says; only the user can lift it, with `kamikit resume` in a terminal.',
  cancelled: 'It had no effect. The same call may be repeated with the same idempotency_key.',
  internal: 'Please report this as a bug. If money may be involved, check list_ledger before anything else.',
};

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
export function toFailure(error: unknown, reveal: Reveal, signal?: AbortSignal): Failure {
  if (error instanceof KamikitError) {
    if (reveal === 'sealed' && saysWhetherPartOfACard(error)) return noSuchCard(error);
    const { code, outcome, entryId, retryable, hint } = error;
    const message = visibleMessage(error, reveal);
    return {
      error: {
        code,
        message,
        ...(outcome && { outcome }),
        ...(entryId && { entry_id: entryId }),
        retryable,
        hint: stripInvisible(hintFor(code, hint)),
      },
    };
  }
  if (signal?.aborted) {
    const message = 'The call was cancelled.';
    return { error: { code: 'cancelled', message, retryable: true, hint: HINTS.cancelled } };
  }
  // What went wrong may have been the reading of a text from outside, and then quotes it.
  const words = inMarks(error instanceof Error ? error.message : String(error));
  const message = `Internal error in Kamikit: ${reveal === 'sealed' ? SEALED : words}`;
  return { error: { code: 'internal', message, retryable: false, hint: HINTS.internal } };
}

/** Sealed, a service that answers a part of a code with another card must not tell parts from what is none. */
function saysWhetherPartOfACard(error: KamikitError): boolean {
  if (error.upstream !== 'cards' || error.outcome === 'unknown') return false;
  return error.code === 'not_found' || isOtherThanAsked(error);
}

function noSuchCard({ outcome, entryId }: KamikitError): Failure {
  return {
    error: {
      code: 'not_found',
      message: 'The card service knows no card with exactly this code.',
      ...(outcome && { outcome }),
      ...(entryId && { entry_id: entryId }),
      retryable: false,
      hint: HINTS.not_found,
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

function hintFor(code: ErrorCode, own: string | undefined): string {
  if (own === undefined) return HINTS[code];
  return CURABLE.includes(code) ? `${HINTS[code]} ${own}` : own;
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
