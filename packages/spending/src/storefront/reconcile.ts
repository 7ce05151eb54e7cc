import {
  type AccountMarks,
  addMoney,
  compareMoney,
  type Money,
  parseMoney,
  subtractMoney,
} from '@kamikit/core';
import type { Finding, JsonObject, Ledger, LedgerEntry } from '@kamikit/ledger';
import { mayHaveActedSince } from '../damaged.ts';
import { waitUntilItShows } from '../grace.ts';
import type { ReconcileContext } from '../kind.ts';
import { isOfAnotherAccount } from '../of-another-account.ts';
import { readingsAt, writtenAt } from '../readings-at.ts';
import { settleOrder } from './settle.ts';
import { orderOf, purchaseWish } from './wish.ts';

const LOOK_AT_SHOP =
  'Check the order list on the shop’s own website: if the order is there, so are its cards; only if it is not, buy again with a new key.';

/**
 * Finds out what became of a purchase. With an order number, the order itself tells; without one, there is no list of
 * orders to look at, only the account before and after (storefront facts, lost reply).
 */
export async function reconcilePurchase(
  entry: LedgerEntry,
  { parts, signal }: ReconcileContext,
): Promise<Finding> {
  const storefront = await parts.client('storefront');
  if (entry.reference !== null) {
    const placed = orderOf(purchaseWish.parse(entry.request));
    const order = await storefront.getOrder(entry.reference, { signal, placed });
    return { verdict: 'committed', settlement: settleOrder(order) };
  }
  await waitUntilItShows(entry, parts, signal);
  const { balance, total_spent } = await storefront.getBalance({ signal });
  const after = { balance_after: balance, total_spent_after: total_spent };
  return compareAccounts(entry, after, await otherSpending(await parts.ledger(), entry, storefront));
}

interface OtherSpending {
  /** What this ledger's other purchases with the account since then have cost, in yuan. */
  total: Money;
  /** Whether one of them is itself without a known outcome. */
  unclear: boolean;
}

// No request lasts longer: what was sent earlier had its effect before this entry's account was read.
const LONGEST_REQUEST_MS = 60_000;

async function otherSpending(
  ledger: Ledger,
  entry: LedgerEntry,
  account: AccountMarks,
): Promise<OtherSpending> {
  const other: OtherSpending = { total: addMoney(), unclear: false };
  const read = readingsAt(entry);
  const since = await ledger.sincePrepared(entry.id);
  for await (const each of ledger.changedSince(entry.id, read - LONGEST_REQUEST_MS)) {
    if (each.kind !== entry.kind) continue;
    other.unclear ||= mayHaveActedSince(each, read - LONGEST_REQUEST_MS);
    if (each.damaged !== null || each.state === 'refused' || isOfAnotherAccount(each, account)) continue;
    if (each.sent_at === null || each.amount === null) continue;
    const sent = Date.parse(each.sent_at);
    const room = roomFor(each, entry);
    const isLongBefore =
      sent < read - LONGEST_REQUEST_MS && !since.underWay.has(each.id) && room !== 'missing';
    const wasOverBefore = Date.parse(each.updated_at) < read;
    if (isLongBefore || (sent <= read && room === 'there' && wasOverBefore)) continue;
    // The money for anything not completed may have come back; the charge of one that was under way when the account was read
    // may be in what was read or not, and so may that of one that was sent later, if the clock was set back in between.
    const isBeside = sent <= (room === 'missing' ? read : writtenAt(entry));
    other.unclear ||= each.state !== 'completed' || isBeside || room === 'there';
    other.total = addMoney(other.total, each.charged ?? each.amount);
  }
  return other;
}

/** Whether what was read for `entry` has room for the charge of `other`, which the charges of still others may fill as well. */
function roomFor(other: LedgerEntry, entry: LedgerEntry): 'there' | 'missing' | 'unknown' {
  const before = other.evidence.total_spent_before;
  const read = entry.evidence.total_spent_before;
  if (typeof before !== 'string' || typeof read !== 'string' || other.amount === null) return 'unknown';
  const cost = other.charged ?? other.amount;
  return compareMoney(addMoney(parseMoney(before), cost), parseMoney(read)) <= 0 ? 'there' : 'missing';
}

/**
 * Compares the account before and after. Committed: spending rose, and the balance fell, by the same amount of at most
 * the price (a member's level may lower it). Not committed: neither moved. Anything else proves nothing.
 */
function compareAccounts(
  entry: LedgerEntry,
  after: { balance_after: Money | null; total_spent_after: Money | null },
  other: OtherSpending,
): Finding {
  const evidence: JsonObject = { ...after, other_spending: other.total };
  const undecidable: Finding = { verdict: 'undecidable', evidence, advice: LOOK_AT_SHOP };
  const { balance_before, total_spent_before } = entry.evidence;
  const { balance_after, total_spent_after } = after;
  if (typeof balance_before !== 'string' || typeof total_spent_before !== 'string') return undecidable;
  if (balance_after === null || total_spent_after === null || entry.amount === null || other.unclear)
    return undecidable;

  const spent = subtractMoney(subtractMoney(total_spent_after, parseMoney(total_spent_before)), other.total);
  const fallen = subtractMoney(subtractMoney(parseMoney(balance_before), balance_after), other.total);
  const nothing = addMoney();
  if (compareMoney(spent, fallen) !== 0) return undecidable;
  if (compareMoney(spent, nothing) === 0) return { verdict: 'not_committed', evidence };
  if (compareMoney(spent, nothing) < 0) return undecidable;
  // Somebody else may have bought meanwhile; if not, the shop took more than was agreed.
  if (compareMoney(spent, entry.amount) > 0)
    return { ...undecidable, charged: spent, advice: `${spent} yuan left the account. ${LOOK_AT_SHOP}` };
  return {
    verdict: 'committed',
    settlement: {
      state: 'pending',
      charged: spent,
      evidence,
      advice: `The shop charged ${spent} yuan, but the order number never arrived. Its cards are in the order list on the shop’s own website. Do not buy again.`,
    },
  };
}
