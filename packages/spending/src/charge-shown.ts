import { addMoney, compareMoney, type Money, parseMoney, subtractMoney } from '@kamikit/core';
import type { Ledger, LedgerEntry } from '@kamikit/ledger';
import type { KindFacts, KindTypes, Settled } from './kind.ts';
import type { Parts } from './parts.ts';

// The answer is there: it is not kept waiting for long.
const LONGEST_READ_MS = 5_000;

/**
 * An answer that does not tell what was charged, with what the account shows: where it lost more than was agreed, and more
 * than this ledger's other entries may explain, that was charged.
 */
export async function withChargeShown<T extends KindTypes>(
  { balance: readBalance }: Pick<KindFacts<T>, 'balance'>,
  entry: LedgerEntry,
  settled: Settled<T['result']>,
  parts: Parts,
): Promise<Settled<T['result']>> {
  const { balance_before: before } = entry.evidence;
  if (settled.charged !== undefined || entry.agreed === null || typeof before !== 'string') return settled;
  const balance = await readBalance?.(parts, AbortSignal.timeout(LONGEST_READ_MS)).catch(() => null);
  if (!balance) return settled;
  const lost = subtractMoney(parseMoney(before), balance);
  const own = subtractMoney(lost, await costOfOthers(entry, await parts.ledger()));
  const evidence = { ...settled.evidence, balance_after_answer: balance };
  return compareMoney(own, entry.agreed) > 0
    ? { ...settled, evidence, charged: own }
    : { ...settled, evidence };
}

// No request lasts longer: what was sent earlier had its effect before the account was read for this one.
const LONGEST_REQUEST_MS = 60_000;
const AT_MOST = 100;

/** What this ledger's other entries may have taken from the account since it was read for `entry`, in yuan. */
async function costOfOthers(entry: LedgerEntry, ledger: Ledger): Promise<Money> {
  const { entries } = await ledger.list({ perPage: AT_MOST });
  const since = Date.parse(entry.created_at) - LONGEST_REQUEST_MS;
  const others = entries.filter(
    (each) =>
      each.id !== entry.id &&
      each.evidence.account === entry.evidence.account &&
      each.state !== 'refused' &&
      Date.parse(each.created_at) >= since,
  );
  return addMoney(...others.flatMap(({ amount }) => amount ?? []));
}
