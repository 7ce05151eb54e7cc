import { KamikitError } from '@kamikit/core';
import type { Finding, LedgerEntry } from '@kamikit/ledger';
import { withBalanceCompared } from './charge-shown.ts';
import { mayHaveActedSince } from './damaged.ts';
import { graceLeft } from './grace.ts';
import { isKind, kinds } from './kinds.ts';
import { isOfAnotherAccount } from './of-another-account.ts';
import type { Parts } from './parts.ts';
import { readingsAt } from './readings-at.ts';
import { seenEntry } from './seen-entry.ts';

/**
 * Finds out what became of an entry whose outcome is open, and records it with its evidence.
 *
 * @throws {KamikitError} `not_found` for an id that the ledger does not hold, or what the upstream answered.
 */
export async function reconcileEntry(
  id: string,
  signal: AbortSignal | undefined,
  parts: Parts,
): Promise<LedgerEntry> {
  await seenEntry(id, parts);
  const ledger = await parts.ledger();
  return ledger.reconcile(id, async (entry) => {
    if (!isKind(entry.kind)) throw unknownKind(entry.kind);
    const facts = kinds[entry.kind];
    if (isOfAnotherAccount(entry, await parts.client(facts.upstream))) return OF_ANOTHER_ACCOUNT;
    const msToWait = graceLeft(entry, facts.absenceProvesAfterMs, ledger.now());
    const isTouchedByOthers = () => isTouched(entry, parts);
    const finding = await facts.reconcile(entry, { parts, signal, isTouchedByOthers });
    return withBalanceCompared(facts, entry, notTooEarly(finding, msToWait), parts);
  });
}

const OF_ANOTHER_ACCOUNT: Finding = {
  verdict: 'undecidable',
  evidence: {},
  advice:
    'It was done with a different account or address from the one configured now: configure that one again, then reconcile.',
};

/** Anyone who is told too early that nothing was bought will buy it twice. */
function notTooEarly(finding: Finding, msToWait: number): Finding {
  if (finding.verdict !== 'not_committed' || msToWait <= 0) return finding;
  const advice = `There is no sign of it yet, but the upstream may still be working on it: do not do it again. It is checked again automatically; an answer is certain in ${duration(msToWait)}, not sooner.`;
  return { verdict: 'undecidable', evidence: finding.evidence, advice };
}

function duration(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}

/** Whether this ledger did something else to the same thing since the entry was prepared: readings of it then prove nothing. */
async function isTouched(entry: LedgerEntry, parts: Parts): Promise<boolean> {
  const touched = touchedBy(entry);
  const ledger = await parts.ledger();
  const { changed } = await ledger.sincePrepared(entry.id);
  if (touched === null) return false;
  for await (const each of ledger.changedSince(entry.id, readingsAt(entry))) {
    if (mayHaveActedSince(each, readingsAt(entry))) return true;
    if (touchedBy(each) !== touched || each.sent_at === null || each.state === 'refused') continue;
    if (changed.has(each.id) || Date.parse(each.updated_at) >= readingsAt(entry)) return true;
  }
  return false;
}

function touchedBy({ kind, request }: LedgerEntry): string | null {
  if (!isKind(kind)) return null;
  const { upstream, touches } = kinds[kind];
  const name = touches(request);
  return name === null ? null : `${upstream} ${name}`;
}

export function unknownKind(kind: string): KamikitError {
  return new KamikitError(`This version does not know entries of the kind ${kind}.`, {
    code: 'invalid_request',
    hint: 'Use the version that created the entry.',
  });
}
