import { addMoney, compareMoney, type Money, parseMoney, subtractMoney } from '@kamikit/core';
import type { Finding, Ledger, LedgerEntry } from '@kamikit/ledger';
import type { ReconcileContext } from '../kind.ts';
import { readingsAt, writtenAt } from '../readings-at.ts';
import { readBalance } from './balance.ts';

/**
 * Whether the money of a trade that the shop calls refunded has come back: the balance is again what it was before, less
 * what this ledger's other trades certainly cost since, and more what came back of earlier ones.
 */
export async function findRefund(entry: LedgerEntry, { parts, signal }: ReconcileContext): Promise<Finding> {
  const balance = await readBalance(await parts.client('supplier'), signal);
  const { balance_before } = entry.evidence;
  if (balance === null || typeof balance_before !== 'string')
    return undecidable(balance, 'This shop does not show the account’s balance');
  const expected = addMoney(parseMoney(balance_before), await movedByOthers(entry, await parts.ledger()));
  if (compareMoney(balance, expected) < 0)
    return undecidable(balance, `The account holds ${balance} yuan, and would hold ${expected}`);
  return {
    verdict: 'committed',
    settlement: {
      ...{ state: 'refunded', isRefundShown: true, evidence: { balance_after: balance } },
      advice: 'The money came back: the account’s balance shows it.',
    },
  };
}

function undecidable(balance: Money | null, reason: string): Finding {
  return {
    verdict: 'undecidable',
    evidence: balance === null ? {} : { balance_after: balance },
    advice: `The shop says that the money was refunded. ${reason}: until the balance shows the refund, it counts as spent.`,
  };
}

/** What other trades with this account did to its balance since it was read for `entry`, in yuan; at the most. */
async function movedByOthers(entry: LedgerEntry, ledger: Ledger): Promise<Money> {
  let moved = addMoney();
  for await (const other of ledger.changedSince(entry.id, readingsAt(entry))) {
    if (other.kind !== entry.kind || other.amount === null) continue;
    if (other.evidence.account !== entry.evidence.account || other.sent_at === null) continue;
    // What was read later than this one was asked for may have been charged before this one's answer came.
    const isLater = readingsAt(other) > writtenAt(entry);
    const cost = other.charged ?? other.amount;
    // Of what else is open nobody knows whether it cost anything.
    if (isLater && other.state === 'completed') moved = subtractMoney(moved, cost);
    const mayHaveComeBack = other.state === 'refunded' || other.state === 'failed';
    if (!isLater && mayHaveComeBack && Date.parse(other.updated_at) >= readingsAt(entry))
      moved = addMoney(moved, cost);
  }
  return moved;
}
