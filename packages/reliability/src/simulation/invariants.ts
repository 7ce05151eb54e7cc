import { addMoney, compareMoney, KamikitError, type Money, parseMoney, shanghaiDay } from '@kamikit/core';
import type { Discrepancy, LedgerEntry, Mandate } from '@kamikit/ledger';
import { deliveredBy } from '@kamikit/spending';
import { type Deed, yuan } from './accounts.ts';
import type { Setting } from './commands.ts';
import { checkEvents } from './replay.ts';
import { Violation } from './violation.ts';

/** What a call was told. */
export interface Told {
  /** The kind and the key that it is about, and its number. */
  name: string;
  outcome: { value: unknown } | { error: unknown } | null;
}

/** A schedule after its end. */
export interface Outcome {
  setting: Setting;
  /** Of the ledger. */
  path: string;
  deeds: readonly Deed[];
  told: readonly Told[];
  entries: readonly LedgerEntry[];
  /** By `verify`. */
  found: readonly Discrepancy[];
  mandates: readonly Mandate[];
}

/** @throws {Violation} for the first promise that was broken. */
export function checkAll(outcome: Outcome): void {
  checkAnswers(outcome);
  const deals = dealsOf(outcome);
  for (const deal of deals) {
    checkOnce(deal);
    checkCounted(deal, outcome.deeds);
    checkReadable(deal);
    checkSettled(deal);
  }
  checkTold(outcome);
  checkBudgets(deals, outcome.setting);
  checkMandates(deals, outcome.mandates);
  const [first] = outcome.found;
  if (first !== undefined) throw new Violation('the events account for the entries', first.what);
  checkEvents(outcome);
}

/** Everything about one kind and key. */
interface Deal {
  name: string;
  deeds: readonly Deed[];
  /** The one that used up the key. */
  entry: LedgerEntry | null;
}

function dealsOf({ deeds, entries }: Outcome): Deal[] {
  const names = new Set([
    ...deeds.map((deed) => dealOf(deed, entries)),
    ...entries.map(({ kind, idempotency_key }) => `${kind} ${idempotency_key}`),
  ]);
  return [...names].map((name) => ({
    name,
    deeds: deeds.filter((deed) => dealOf(deed, entries) === name),
    entry:
      entries.find(
        ({ kind, idempotency_key, never_sent }) => !never_sent && `${kind} ${idempotency_key}` === name,
      ) ?? null,
  }));
}

/** Its kind and key, which a call is named after; one of a job's names its item by what was bought. */
function dealOf({ call, kind, what }: Deed, entries: readonly LedgerEntry[]): string {
  if (!call.startsWith('job ')) return call.replace(/ #\d+$/, '');
  const item = entries.find(
    (entry) =>
      entry.kind === kind &&
      `${entry.request.sub_id ?? entry.request.sku_id} x ${entry.request.quantity}` === what,
  );
  return `${kind} ${item?.idempotency_key ?? what}`;
}

function checkOnce({ name, deeds }: Deal): void {
  if (deeds.length > 1)
    throw new Violation('at most one charge per key', `${name} was done ${deeds.length} times`);
}

/** What an upstream denies where no balance is shown, and what came back in full: nobody can know of it. */
function leavesNoTrace({ isDenied, fen, refunded }: Deed): boolean {
  return isDenied === true || (fen > 0 && refunded === fen);
}

/** The same was done to the same card for another key, and denied to it: nothing tells whose it was, and it is counted once. */
function isTakenForIts({ kind, request }: LedgerEntry, all: readonly Deed[]): boolean {
  return all.some((deed) => deed.kind === kind && deed.isDenied === true && deed.what === request.code);
}

const COUNT_NOTHING = ['refused', 'awaiting_approval', 'prepared'];

function checkCounted({ name, deeds, entry }: Deal, all: readonly Deed[]): void {
  const [deed] = deeds;
  if (deed === undefined) {
    // A card that is gone was deleted, whoever did it.
    if (entry?.kind === 'delete_card' && all.some(({ kind }) => kind === 'delete_card')) return;
    if (
      entry &&
      !isSettledByHand(entry) &&
      !isTakenForIts(entry, all) &&
      ['completed', 'pending', 'failed', 'refunded'].includes(entry.state)
    )
      throw new Violation(
        'charges are what the ledger counts',
        `${name} was never done, and its entry is ${entry.state}`,
      );
    return;
  }
  if (leavesNoTrace(deed)) return;
  if (entry === null)
    throw new Violation('charges are what the ledger counts', `${name} was done, and no entry tells of it`);
  if (COUNT_NOTHING.includes(entry.state))
    throw new Violation(
      'charges are what the ledger counts',
      `${name} was done, and its entry is ${entry.state}`,
    );
  if (entry.refund_shown && deed.refunded === 0)
    throw new Violation(
      'charges are what the ledger counts',
      `${name} was not refunded, and its entry counts nothing`,
    );
  if (
    deed.fen > 0 &&
    (entry.amount === null || compareMoney(entry.amount, fenOf(deed)) < 0) &&
    !isDoubted(entry) &&
    !isSettledByHand(entry)
  )
    throw new Violation(
      'charges are what the ledger counts',
      `${name} took ${fenOf(deed)}, and its entry counts ${entry.amount}`,
    );
}

/** Whether its owner is told to look at it. */
function isDoubted({ state, advice }: LedgerEntry): boolean {
  return state === 'unknown' && advice !== null;
}

/** It stands as its owner said, who may be wrong, or too early. */
function isSettledByHand({ evidence }: LedgerEntry): boolean {
  return 'owner_said' in evidence;
}

function checkReadable({ name, deeds, entry }: Deal): void {
  const cards = deeds.flatMap((deed) => (deed.isDenied ? [] : deed.cards));
  if (cards.length === 0 || entry === null || isSettledByHand(entry)) return;
  const readable = `${deliveredBy(entry) ?? ''} ${JSON.stringify(entry.evidence)}`;
  const lost = cards.filter((card) => !readable.includes(card));
  if (lost.length === 0) return;
  // Its number never came: the evidence says that it was paid, and where its cards are.
  if (entry.advice !== null && (entry.reference === null || entry.state === 'unknown')) return;
  throw new Violation('delivered cards are readable', `${name} (${entry.state}) lacks ${lost.join(', ')}`);
}

function checkSettled({ name, entry }: Deal): void {
  if (entry === null) return;
  const { state, advice } = entry;
  if (['prepared', 'sent', 'awaiting_approval'].includes(state))
    throw new Violation('no entry is stuck', `${name} is still ${state}`);
  if ((state === 'unknown' || state === 'pending') && advice === null)
    throw new Violation('no entry is stuck', `${name} is ${state}, and nothing says what to do`);
}

function checkAnswers({ told }: Outcome): void {
  for (const { name, outcome } of told) {
    if (outcome === null || 'value' in outcome) continue;
    const { error } = outcome;
    if (error instanceof Violation) throw error;
    if (!(error instanceof KamikitError))
      throw new Violation(
        'every call is answered',
        `${name} was answered with no code: ${error instanceof Error ? error.stack : error}`,
      );
    if (error.code === 'internal')
      throw new Violation('every call is answered', `${name}: ${error.message} ${String(error.cause)}`);
  }
}

function checkTold({ told, deeds }: Outcome): void {
  for (const { name, outcome } of told) {
    if (outcome === null || !('error' in outcome)) continue;
    const { error } = outcome;
    if (!(error instanceof KamikitError) || error.outcome !== 'not_committed') continue;
    // Of a job's items each has an answer of its own.
    if (name.startsWith('job ')) continue;
    if (deeds.some((deed) => deed.call === name && !leavesNoTrace(deed)))
      throw new Violation(
        'callers are told the truth',
        `${name} was done, and told: ${error.code} ${error.message}`,
      );
  }
}

function fenOf({ fen }: Deed): Money {
  return parseMoney(yuan(fen));
}

/** What was taken of what was agreed: what is beyond that, nobody could know beforehand. */
function agreedPart({ deeds, entry }: Deal): Money {
  const taken = addMoney(...deeds.filter((deed) => !leavesNoTrace(deed)).map(fenOf));
  const agreed = entry?.agreed ?? null;
  return agreed !== null && compareMoney(taken, agreed) > 0 ? agreed : taken;
}

function dayOf({ entry }: Deal): string {
  return entry?.sent_at ? shanghaiDay(Date.parse(entry.sent_at)) : 'never';
}

function checkBudgets(deals: readonly Deal[], { dailyBudget, maxOrderTotal, dailyCards }: Setting): void {
  for (const day of new Set(deals.map(dayOf))) {
    const ofDay = deals.filter((deal) => dayOf(deal) === day);
    const spent = addMoney(...ofDay.map(agreedPart));
    if (dailyBudget !== null && compareMoney(spent, parseMoney(dailyBudget)) > 0)
      throw new Violation('budgets are kept', `${spent} were spent on ${day}, of ${dailyBudget}`);
    const cards = ofDay
      .filter(({ deeds }) => deeds.some((deed) => !leavesNoTrace(deed)))
      .reduce((sum, { entry }) => sum + (entry ? cardsOf(entry) : 0), 0);
    if (dailyCards !== null && cards > dailyCards)
      throw new Violation(
        'budgets are kept',
        `${cards} cards were issued or recharged on ${day}, of ${dailyCards}`,
      );
  }
  for (const deal of deals)
    if (maxOrderTotal !== null && compareMoney(agreedPart(deal), parseMoney(maxOrderTotal)) > 0)
      throw new Violation('budgets are kept', `${deal.name} cost ${agreedPart(deal)}, of ${maxOrderTotal}`);
}

function cardsOf({ kind, request }: LedgerEntry): number {
  if (kind === 'recharge_card') return 1;
  return kind === 'generate_cards' ? Number(request.count ?? 1) : 0;
}

function checkMandates(deals: readonly Deal[], mandates: readonly Mandate[]): void {
  for (const { id, max_order, per_day, kinds } of mandates) {
    const used = deals.filter(({ entry, deeds }) => entry?.mandate === id && deeds.length > 0);
    for (const deal of used) {
      if (!kinds.includes(deal.entry?.kind ?? ''))
        throw new Violation('budgets are kept', `${deal.name} went by mandate ${id}, which is for ${kinds}`);
      if (max_order !== null && compareMoney(agreedPart(deal), max_order) > 0)
        throw new Violation(
          'budgets are kept',
          `${deal.name} cost ${agreedPart(deal)}, of the mandate's ${max_order}`,
        );
    }
    for (const day of new Set(used.map(dayOf))) {
      const spent = addMoney(...used.filter((deal) => dayOf(deal) === day).map(agreedPart));
      if (per_day !== null && compareMoney(spent, per_day) > 0)
        throw new Violation('budgets are kept', `${spent} were spent on ${day}, of the mandate's ${per_day}`);
    }
  }
}
