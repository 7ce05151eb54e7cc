import { KamikitError } from '@kamikit/core';
import type { LedgerEntry, RecordedError } from './entry.ts';
import { damagedError } from './entry-row.ts';

export function recordError(error: KamikitError): RecordedError {
  return {
    code: error.code,
    message: error.message,
    outcome: error.outcome ?? null,
    retryable: error.retryable,
    upstream: error.upstream ?? null,
    operation: error.operation ?? null,
    upstream_message: error.upstreamMessage ?? null,
    status: error.status ?? null,
    hint: error.hint ?? null,
  };
}

/** What the upstream said, for an error built from a recorded one. */
function origin(recorded: RecordedError | null) {
  return {
    ...(recorded?.upstream && { upstream: recorded.upstream }),
    ...(recorded?.operation && { operation: recorded.operation }),
    ...(recorded?.upstream_message && { upstreamMessage: recorded.upstream_message }),
    ...(recorded?.status && { status: recorded.status }),
  };
}

/** Says that nothing was committed, in place of `recorded`, which could not tell. */
export function notCommitted(recorded: RecordedError | null): KamikitError {
  return new KamikitError('It did not take place: reconciling found no trace of it at the upstream.', {
    ...origin(recorded),
    code: recorded === null || recorded.code === 'outcome_unknown' ? 'upstream_refused' : recorded.code,
    outcome: 'not_committed',
  });
}

/**
 * The error to give a caller who asks for the entry's outcome: for `refused`, `unknown`, `prepared` and `sent`.
 * `null` where the entry itself is the answer.
 */
export function entryError(entry: LedgerEntry): KamikitError | null {
  const { id, kind, state, error } = entry;
  if (entry.damaged !== null) return damagedError(entry);
  switch (state) {
    case 'prepared':
    case 'sent':
      return new KamikitError(
        `This ${kind} has been under way since ${entry.created_at} (entry ${id}); it was not sent again.`,
        {
          code: 'duplicate_in_progress',
          entryId: id,
          outcome: 'unknown',
          retryable: true,
          hint: 'Call again with the same idempotency key in a moment. A new key would do it a second time.',
        },
      );
    case 'unknown':
      return new KamikitError(
        `${overcharge(entry)}It is not known whether this ${kind} took place (entry ${id})${error ? `: ${error.message}` : '.'}`,
        {
          ...origin(error),
          code: 'outcome_unknown',
          entryId: id,
          outcome: 'unknown',
          hint: entry.advice ?? unknownAdvice(kind),
        },
      );
    case 'refused':
      return new KamikitError(error?.message ?? `This ${kind} was refused (entry ${id}).`, {
        ...origin(error),
        code: error?.code ?? 'upstream_refused',
        outcome: 'not_committed',
        neverSent: entry.never_sent,
        entryId: id,
        // A refusal uses its key up: asked again as it is, the answer stays the same.
        retryable: entry.never_sent,
        hint:
          error?.hint ??
          (entry.never_sent
            ? 'The same idempotency key may be used again.'
            : 'This idempotency key is used up: use a new one to try again.'),
      });
    default:
      return null;
  }
}

function overcharge({ overcharged, agreed, charged }: LedgerEntry): string {
  return overcharged ? `Overcharged: ${agreed} yuan were agreed, ${charged} were charged. ` : '';
}

export function unknownAdvice(kind: string): string {
  return `Reconcile this entry, or check the upstream's own records, before repeating this ${kind}.`;
}
