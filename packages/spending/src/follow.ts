import { KamikitError } from '@kamikit/core';
import type { Charge, LedgerEntry } from '@kamikit/ledger';
import { withChargeOnceSettled } from './charge-shown.ts';
import type { FollowOptions, Settled } from './kind.ts';
import { type FollowedKind, isKind, kinds, type ResultOf } from './kinds.ts';
import { isOfAnotherAccount } from './of-another-account.ts';
import type { Parts } from './parts.ts';
import { isSeenBy, seenEntry } from './seen-entry.ts';

/** The state of something that was asked for by its number, whether or not it was bought through this ledger. */
export interface Followed<K extends FollowedKind = FollowedKind> {
  settlement: Settled<ResultOf<K>>;
  /** The ledger's entry; null where it was bought elsewhere, or the ledger cannot be read. */
  entryId: string | null;
  /** What was agreed and charged, where there is an entry. */
  charge: (Charge & Pick<LedgerEntry, 'overcharged' | 'evidence'>) | null;
  /** Says that the ledger could not record this answer, which exists nowhere else; otherwise null. */
  notice: string | null;
}

/**
 * Asks the upstream by its own number, and brings the ledger's entry up to date, where there is one. A ledger that
 * cannot be written must not keep the goods from whoever paid for them: `notice` then says so.
 */
export async function followReference<K extends FollowedKind>(
  kind: K,
  reference: string,
  options: FollowOptions<ResultOf<K>>,
  parts: Parts,
): Promise<Followed<K>> {
  // A ledger that cannot be read is told of once the answer is there.
  const known = await find(kind, reference.trim(), parts).catch((error: unknown) => ({ error }));
  const entry = known !== null && 'entry' in known && known.isOurs ? known.entry : null;
  // Whoever knows of their own alone is told nothing of what the account bought elsewhere, or for somebody else.
  const isTheirs = entry === null ? parts.person?.role !== 'buyer' : isSeenBy(parts.person, entry);
  if (!isTheirs) throw known !== null && 'error' in known ? known.error : unknownReference(kind, reference);
  const answer = await ask(kind, reference, entry, options, parts);
  const settlement = entry === null ? answer : await withChargeOnceSettled(kinds[kind], entry, answer, parts);
  return recorded(settlement, async () => {
    if (known === null) return null;
    if ('error' in known) throw known.error;
    // Another shop may give the same number to something else.
    if (!known.isOurs) throw anotherAccount(known.entry.id);
    return (await parts.ledger()).settle(known.entry.id, settlement);
  });
}

/** The entry with this reference, and whether it belongs to the account in use. */
async function find(
  kind: FollowedKind,
  reference: string,
  parts: Parts,
): Promise<{ entry: LedgerEntry; isOurs: boolean } | null> {
  const entry = await (await parts.ledger()).findByReference(kind, reference);
  if (entry === null) return null;
  return { entry, isOurs: !isOfAnotherAccount(entry, await parts.client(kinds[kind].upstream)) };
}

async function ask<K extends FollowedKind>(
  kind: K,
  reference: string,
  entry: LedgerEntry | null,
  options: FollowOptions<ResultOf<K>>,
  parts: Parts,
): Promise<Settled<ResultOf<K>>> {
  const { follow, wish } = kinds[kind];
  if (follow === null) throw new TypeError(`${kind} cannot be followed`);
  return follow(reference, entry && wish.parse(entry.request), parts, options);
}

/** Whatever goes wrong while recording: the answer may hold what was paid for, so it is given back with a notice. */
async function recorded<K extends FollowedKind>(
  settlement: Settled<ResultOf<K>>,
  record: () => Promise<LedgerEntry | null>,
): Promise<Followed<K>> {
  try {
    const entry = await record();
    return { settlement, entryId: entry?.id ?? null, charge: entry, notice: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      ...{ settlement, entryId: null, charge: null },
      notice: `Keep this answer: the ledger could not record it. ${reason}`,
    };
  }
}

/** Follows an entry until it is finished; one whose upstream cannot be asked, or that is not open, is returned as it is. */
export async function followEntry(
  id: string,
  options: { signal?: AbortSignal | undefined; maxWaitMs?: number | undefined },
  parts: Parts,
): Promise<LedgerEntry & { notice: string | null }> {
  const entry = await seenEntry(id, parts);
  if (!isFollowed(entry)) return { ...entry, notice: null };
  if (isOfAnotherAccount(entry, await parts.client(kinds[entry.kind].upstream))) throw anotherAccount(id);
  const answer = await ask(entry.kind, entry.reference, entry, options, parts);
  const settlement = await withChargeOnceSettled(kinds[entry.kind], entry, answer, parts);
  let now: LedgerEntry = { ...entry, ...asKnown(settlement) };
  const { notice } = await recorded(settlement, async () => {
    now = await (await parts.ledger()).settle(id, settlement);
    return now;
  });
  return { ...now, notice };
}

/** Whether the entry is not finished and the upstream can be asked about it by its number. */
export function isFollowed(
  entry: LedgerEntry,
): entry is LedgerEntry & { kind: FollowedKind; reference: string } {
  const isOpen = entry.state === 'pending' || entry.state === 'unknown';
  return isOpen && entry.reference !== null && isKind(entry.kind) && kinds[entry.kind].follow !== null;
}

function asKnown({ state, result }: Settled<object>): Pick<LedgerEntry, 'state' | 'result'> {
  return { state, result: { ...result } };
}

function unknownReference(kind: string, reference: string): KamikitError {
  return new KamikitError(`You have no ${kind} ${reference} in this ledger.`, {
    ...{ code: 'not_found', outcome: 'not_committed' },
  });
}

function anotherAccount(id: string): KamikitError {
  return new KamikitError(`Entry ${id} belongs to a different account or address from the one in use.`, {
    code: 'config_invalid',
    hint: 'Use the account that it was bought with.',
  });
}
