import { addMoney, compareMoney, type Money, parseMoney, subtractMoney } from '@kamikit/core';
import type {
  EntryState,
  Finding,
  JsonObject,
  Ledger,
  LedgerEntry,
  Settlement,
  Since,
} from '@kamikit/ledger';
import type { KindFacts, KindTypes } from './kind.ts';
import type { Parts } from './parts.ts';
import { readingsAt } from './readings-at.ts';

// The answer is there: it is not kept waiting for long.
const LONGEST_READ_MS = 5_000;

/**
 * An answer that does not tell what was charged, with what the account shows: where it lost more than was agreed, and more
 * than this ledger's other entries may explain, that was charged.
 */
export async function withChargeShown<T extends KindTypes, S extends Settlement>(
  facts: Pick<KindFacts<T>, 'balance'>,
  entry: LedgerEntry,
  settled: S,
  parts: Parts,
): Promise<S> {
  if (settled.charged !== undefined) return settled;
  const shown = await lostSince(facts, entry, parts);
  if (shown === null || shown === 'unread') return settled;
  const { agreed } = entry;
  const evidence = { ...settled.evidence, balance_after_answer: shown.balance };
  const isMore = agreed !== null && compareMoney(shown.lost, agreed) > 0;
  return { ...settled, evidence, ...(isMore && { charged: shown.lost }) };
}

/** The same once something that was open is settled; what goes on is not compared with every look at it. */
export async function withChargeOnceSettled<T extends KindTypes, S extends Settlement>(
  facts: Pick<KindFacts<T>, 'balance'>,
  entry: LedgerEntry,
  settled: S,
  parts: Parts,
): Promise<S> {
  const goesOn = settled.state === entry.state || entry.state === 'refunded';
  return goesOn ? settled : withChargeShown(facts, entry, settled, parts);
}

/** What looking at the upstream showed, with what the account lost: money that left it speaks against any other finding. */
export async function withBalanceCompared<T extends KindTypes>(
  facts: Pick<KindFacts<T>, 'balance'>,
  entry: LedgerEntry,
  finding: Finding,
  parts: Parts,
): Promise<Finding> {
  if (finding.verdict === 'committed')
    return {
      ...finding,
      settlement: await withChargeOnceSettled(facts, entry, finding.settlement, parts),
    };
  // A storefront's own finding is this comparison already; what is refunded has one of its own.
  if (entry.state === 'refunded' || 'balance_after' in finding.evidence) return finding;
  const shown = await lostSince(facts, entry, parts);
  if (shown === 'unread')
    return finding.verdict === 'not_committed' ? notCompared(finding.evidence) : finding;
  const left = finding.verdict === 'undecidable' ? shown?.lost : shown?.unexplained;
  if (!shown || !left || compareMoney(left, addMoney()) <= 0) return finding;
  const evidence = { ...finding.evidence, balance_after: shown.balance };
  const isMore = entry.agreed !== null && compareMoney(shown.lost, entry.agreed) > 0;
  if (finding.verdict === 'undecidable')
    return isMore ? { ...finding, evidence, charged: shown.lost } : finding;
  return {
    ...{ verdict: 'undecidable', evidence, ...(isMore && { charged: shown.lost }) },
    advice: `The upstream knows nothing of it, but ${left} yuan left the account: ask the upstream what for, and do not buy again before that. Its owner may settle the entry by hand.`,
  };
}

/** Whoever is told that nothing was bought, while the account may show that it was, will buy it twice. */
function notCompared(evidence: JsonObject): Finding {
  const advice =
    'The upstream knows nothing of it, but the account’s balance, which may show otherwise, could not be read: do not do it again. It is checked again automatically.';
  return { verdict: 'undecidable', evidence, advice };
}

/** What an account lost since it was read for an entry, in yuan. */
export interface Loss {
  balance: Money;
  /** Less all that this ledger's other entries may have taken since, or a moment before. */
  lost: Money;
  /** Less only what has its answer, took it since and keeps it: what is not told at all hides behind nothing else. */
  unexplained: Money;
  /** Whether another entry, or its refund, is under way, which may explain more. */
  isAnotherUnderWay: boolean;
}

/** Null where the balance was never shown, or the entry's charge is known. */
export async function lostSince<T extends KindTypes>(
  { balance: readBalance }: Pick<KindFacts<T>, 'balance'>,
  entry: LedgerEntry,
  parts: Parts,
): Promise<Loss | 'unread' | null> {
  const { balance_before: before } = entry.evidence;
  if (entry.charged !== null || entry.agreed === null || typeof before !== 'string' || !readBalance)
    return null;
  const ledger = await parts.ledger();
  // What is sent after this, and charged before the balance is read, explains nothing for sure; it may explain it all the same.
  const { surely, isAnotherUnderWay } = await costOfOthers(entry, ledger);
  const balance = await readBalance(parts, AbortSignal.timeout(LONGEST_READ_MS)).catch(() => null);
  if (!balance) return 'unread';
  const lost = subtractMoney(parseMoney(before), balance);
  const after = await costOfOthers(entry, ledger);
  return {
    ...{ balance, lost: subtractMoney(lost, after.mayBe), unexplained: subtractMoney(lost, surely) },
    // One that began while the balance was read may have been charged by then.
    isAnotherUnderWay: isAnotherUnderWay || after.isAnotherUnderWay || after.surely !== surely,
  };
}

// No request lasts longer: what was sent earlier had its effect before the account was read for this one.
const LONGEST_REQUEST_MS = 60_000;
// What an owner approved may have been written down that long before it was sent.
const LONGEST_WAIT_MS = 15 * 60_000;
const COST_NOTHING: readonly EntryState[] = ['refused', 'awaiting_approval'];
const AT_A_TIME = 100;

interface CostOfOthers {
  mayBe: Money;
  /** Without those that have no answer yet, or none that is known; that had it, or may have been charged, before; or were refunded. */
  surely: Money;
  isAnotherUnderWay: boolean;
}

/** What this ledger's other entries may have taken from the account since it was read for `entry`, in yuan. */
async function costOfOthers(entry: LedgerEntry, ledger: Ledger): Promise<CostOfOthers> {
  const readAt = Date.parse(String(entry.evidence.read_at));
  const since = await ledger.sincePrepared(entry.id);
  const cost = { mayBe: addMoney(), surely: addMoney(), isAnotherUnderWay: false };
  for await (const other of othersSince(entry, since, ledger)) {
    const { id, state, amount, updated_at, evidence } = other;
    if (evidence.account !== entry.evidence.account || COST_NOTHING.includes(state) || amount === null)
      continue;
    cost.mayBe = addMoney(cost.mayBe, amount);
    // What was refunded may be back already, or come within a moment.
    const isUnderWay = state === 'prepared' || state === 'sent' || state === 'refunded';
    cost.isAnotherUnderWay ||= isUnderWay;
    const isBefore = isLongBefore(other, entry) || Date.parse(updated_at) < readAt;
    if (isUnderWay || state === 'unknown' || (isBefore && !since.underWay.has(id))) continue;
    if (!fellBetween(other, entry)) cost.surely = addMoney(cost.surely, amount);
  }
  return cost;
}

/**
 * The entries that were sent since then by the clock and, as clocks jump, both ways, those that have changed since by the order
 * of events or have no known outcome yet, where the reading does not show their charge.
 */
async function* othersSince(entry: LedgerEntry, { changed }: Since, ledger: Ledger) {
  const left = new Set(changed);
  const isSince = (other: LedgerEntry) => {
    const isOpen = left.delete(other.id) || other.state === 'sent' || other.state === 'unknown';
    if (other.id === entry.id) return false;
    return !isLongBefore(other, entry) || (isOpen && !fellBetween(other, entry));
  };
  const oldest = readingsAt(entry) - LONGEST_REQUEST_MS - LONGEST_WAIT_MS;
  let isOver = false;
  for (let page = 1; !isOver; page += 1) {
    const { entries } = await ledger.list({ page, perPage: AT_A_TIME });
    for (const each of entries) {
      isOver ||= Date.parse(each.created_at) < oldest;
      if (isSince(each)) yield each;
    }
    isOver ||= entries.length < AT_A_TIME;
  }
  for (const id of left) {
    const each = await ledger.get(id);
    if (each !== null && isSince(each)) yield each;
  }
}

/** Whether `other` was sent so early, by the clock, that its charge is in what was read for `entry`. */
function isLongBefore(other: LedgerEntry, entry: LedgerEntry): boolean {
  return Date.parse(other.sent_at ?? other.created_at) < readingsAt(entry) - LONGEST_REQUEST_MS;
}

/** Whether the account was lower when it was read for the second than for the first, which may have been charged by then. */
function fellBetween(first: LedgerEntry, second: LedgerEntry): boolean {
  const [before, after] = [first.evidence.balance_before, second.evidence.balance_before];
  return (
    typeof before === 'string' &&
    typeof after === 'string' &&
    compareMoney(parseMoney(after), parseMoney(before)) < 0
  );
}
