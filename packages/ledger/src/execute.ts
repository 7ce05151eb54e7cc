import { KamikitError } from '@kamikit/core';
import { withCharge } from './charge.ts';
import type { LedgerEntry, Settlement, Wish } from './entry.ts';
import type { Lease } from './lease.ts';
import { entryError, recordError, unknownAdvice } from './recorded-error.ts';
import { mergeEvidence } from './transition.ts';

/** An entry as `execute` returns it. */
export interface ExecutedEntry extends LedgerEntry {
  /** Says that this outcome could not be recorded and exists nowhere else; otherwise `null`. */
  notice: string | null;
}

interface Steps {
  /** Prepares and marks as sent in one commit, unless its key was used or its owner has to allow it. */
  prepareToSend(wish: Wish): Promise<{ entry: LedgerEntry; existing: boolean }>;
  markSent(id: string): Promise<LedgerEntry>;
  settle(id: string, settlement: Settlement): Promise<LedgerEntry>;
  lease(): Lease;
}

/** Takes a wish through all its steps; `send` runs at most once per key, and only once `sent` is on disk. */
export async function executeWish(
  steps: Pick<Steps, 'prepareToSend' | 'settle' | 'lease'>,
  wish: Wish,
  send: (entry: LedgerEntry) => Promise<Settlement>,
): Promise<ExecutedEntry> {
  const lease = steps.lease();
  const { entry, existing } = await steps.prepareToSend(wish);
  if (existing || entry.state === 'awaiting_approval') return answerFor(entry);
  const { settled, failure } = await sendMarked(steps, entry, lease, send);
  if (failure) throw failure;
  return answer(settled);
}

/** Sends what this process holds prepared, and records what became of it: the entry as it then stands, and what failed. */
export async function sendPrepared(
  { markSent, settle, lease: begin }: Pick<Steps, 'markSent' | 'settle' | 'lease'>,
  entry: LedgerEntry,
  send: (entry: LedgerEntry) => Promise<Settlement>,
): Promise<Sent> {
  const lease = begin();
  let marked: LedgerEntry;
  try {
    marked = await markSent(entry.id);
  } catch (error) {
    const failure = notMarked(entry.id, error);
    return { settled: await record(entry, failedSettlement(entry.kind, failure), settle), failure };
  }
  return sendMarked({ settle }, marked, lease, send);
}

interface Sent {
  settled: ExecutedEntry;
  failure: KamikitError | null;
}

async function sendMarked(
  { settle }: Pick<Steps, 'settle'>,
  entry: LedgerEntry,
  lease: Lease,
  send: (entry: LedgerEntry) => Promise<Settlement>,
): Promise<Sent> {
  let settlement: Settlement;
  let failure: KamikitError | null = null;
  try {
    lease.assertHolds(entry.id);
    settlement = await send(entry);
  } catch (error) {
    failure = toFailure(entry.kind, entry.id, error);
    settlement = failedSettlement(entry.kind, failure);
  }
  const settled = await record(entry, settlement, settle);
  if (failure && settlement.state === 'refused' && !failure.neverSent) failure = keyUsedUp(failure);
  return { settled, failure };
}

/** What a caller gets for an existing entry: the entry, or its error. @throws {KamikitError} */
export function answerFor(entry: LedgerEntry): ExecutedEntry {
  return answer({ ...entry, notice: null });
}

function answer(entry: ExecutedEntry): ExecutedEntry {
  const error = entryError(entry);
  if (error) throw error;
  return entry;
}

/** Settles; what cannot be recorded still reaches the caller, who may have paid for it. */
async function record(
  entry: LedgerEntry,
  settlement: Settlement,
  settle: Steps['settle'],
): Promise<ExecutedEntry> {
  try {
    const settled = await settle(entry.id, settlement);
    const contradicted =
      settled.state !== settlement.state && (settled.state === 'refused' || settled.state === 'refunded');
    if (!contradicted) return { ...settled, notice: null };
    return unrecorded(settled, settlement, `the ledger already records it as ${settled.state}`);
  } catch (error) {
    return unrecorded(entry, settlement, error instanceof Error ? error.message : String(error));
  }
}

function unrecorded(entry: LedgerEntry, settlement: Settlement, reason: string): ExecutedEntry {
  const { state, result, reference, evidence, error, advice, neverSent } = settlement;
  const { amount, charged, isOvercharged } = withCharge(entry, settlement.charged);
  return {
    ...entry,
    state,
    never_sent: neverSent ?? false,
    result: result ?? null,
    reference: entry.reference ?? reference ?? null,
    ...{ amount, charged, overcharged: isOvercharged },
    refund_shown: false,
    evidence: mergeEvidence(entry.evidence, evidence ?? {}),
    error: error ? recordError(error) : null,
    advice: advice ?? null,
    notice: `Keep this answer: it could not be recorded in the ledger (${reason}).`,
  };
}

function keyUsedUp(refusal: KamikitError): KamikitError {
  return refusal.with({
    retryable: false,
    hint: 'Nothing was committed, and this idempotency key is used up: use a new one to try again.',
  });
}

/** What could not be marked as sent was not sent, whatever went wrong. */
function notMarked(entryId: string, error: unknown): KamikitError {
  const told = { outcome: 'not_committed', neverSent: true, entryId } as const;
  if (error instanceof KamikitError) return error.with(told);
  const message = `Entry ${entryId} could not be marked as sent, so it was not sent.`;
  return new KamikitError(message, { ...told, code: 'internal', retryable: true, cause: error });
}

/** What a caller gets when `send` threw: unless the error proves the contrary, it may have happened. */
function toFailure(kind: string, id: string, error: unknown): KamikitError {
  if (error instanceof KamikitError && error.outcome !== undefined) return error.with({ entryId: id });
  // The message of an unfamiliar error is not repeated: it could contain a key.
  return new KamikitError(
    `It is not known whether this ${kind} took place (entry ${id}): the call was interrupted.`,
    {
      code: 'outcome_unknown',
      outcome: 'unknown',
      entryId: id,
      hint: unknownAdvice(kind),
      cause: error,
    },
  );
}

function failedSettlement(kind: string, failure: KamikitError): Settlement {
  if (failure.outcome === 'unknown') {
    // An answer that could not be understood may still hold what was paid for.
    const evidence = { received_body: failure.receivedBody };
    return { state: 'unknown', error: failure, evidence, advice: unknownAdvice(kind) };
  }
  return { state: 'refused', error: failure, neverSent: failure.neverSent };
}
