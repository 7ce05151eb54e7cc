import { compareMoney, type ErrorCode, KamikitError } from '@kamikit/core';
import type { ExecutedEntry, JsonObject, LedgerEntry } from '@kamikit/ledger';
import { quoteOf } from './asked-quote.ts';
import { beforeSending } from './before-sending.ts';
import { type KindFacts, type KindTypes, parseWish } from './kind.ts';
import { isKind, type Kind, kinds } from './kinds.ts';
import { isOfAnotherAccount } from './of-another-account.ts';
import type { Parts } from './parts.ts';
import { goodsOf, type QuotedFacts } from './quote.ts';
import { readQuote } from './read-quote.ts';
import { unknownKind } from './reconcile.ts';
import { seenEntry } from './seen-entry.ts';
import { sendOnce } from './send-once.ts';

/** What a yes came to. */
export interface ApprovedEntry extends ExecutedEntry {
  /** Whether it was this yes; false for what was decided or void already. */
  isOurs: boolean;
}

interface Yes {
  by: string;
  signal?: AbortSignal | undefined;
}

/**
 * Sends what awaits its owner, on the owner's word: exactly what was quoted, at most once, and nothing once that is not to be
 * had any more. What is decided already is returned as it stands.
 */
export async function approveEntry(id: string, yes: Yes, parts: Parts): Promise<ApprovedEntry> {
  const entry = await seenEntry(id, parts);
  const { kind } = entry;
  if (entry.state !== 'awaiting_approval') return asItStands(entry);
  if (!isKind(kind)) throw unknownKind(kind);
  const { evidence, person } = entry;
  return parts.atMostAtOnce({ account: evidence.account, person }, () => approveAs(kind, entry, yes, parts));
}

function approveAs<K extends Kind>(kind: K, entry: LedgerEntry, yes: Yes, parts: Parts) {
  return approveOne(kinds[kind], entry, yes, parts);
}

async function approveOne<T extends KindTypes>(
  facts: KindFacts<T>,
  entry: LedgerEntry,
  { by, signal }: Yes,
  parts: Parts,
): Promise<ApprovedEntry> {
  const ledger = await parts.ledger();
  const request = parseWish(entry.kind, facts.wish, entry.request);
  if (isOfAnotherAccount(entry, await parts.client(facts.upstream)))
    return asItStands(await ledger.makeVoid(entry.id, anotherAccount(entry)));
  let evidence: JsonObject;
  try {
    const now = await beforeSending(entry.kind, signal, () => readQuote(facts, request, parts, signal));
    assertAsQuoted(entry, now.facts);
    evidence = now.evidence;
  } catch (error) {
    if (!(error instanceof KamikitError && GONE.has(error.code))) throw error;
    return asItStands(await ledger.makeVoid(entry.id, error));
  }
  const { entry: approved, isOurs } = await ledger.approve(entry.id, { by, evidence });
  if (!isOurs) return asItStands(approved);
  // As the ledger's events say it was asked for: what was read before may have been altered just then, and put back since.
  const wished = parseWish(approved.kind, facts.wish, approved.request);
  const sent = await ledger.sendApproved(approved, async (entry) => {
    if (!isSame(request, wished)) throw changed(entry, 'it was changed from outside meanwhile');
    return sendOnce(facts, wished, entry, parts);
  });
  return { ...sent, isOurs };
}

/** What a quote says that is not to be had any more; anything else may be otherwise in a moment. */
const GONE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['price_changed', 'out_of_stock', 'not_found', 'invalid_request'] as const),
  ...(['card_expired', 'card_exhausted'] as const),
]);

/** @throws {KamikitError} `price_changed` for anything but the offer that the owner saw, at its price or less. */
function assertAsQuoted(entry: LedgerEntry, now: QuotedFacts): void {
  const goods = goodsOf(now);
  // A card is its own offer: the request says all of it.
  if (goods === null || !('total' in now)) return;
  const asked = quoteOf(entry);
  if (asked === null || !('total' in asked)) throw changed(entry, 'its quote cannot be read');
  const { name, specification, quantity, fields } = asked;
  if (!isSame({ name, specification, quantity }, goods) || !isSame(fields ?? {}, now.fields ?? {}))
    throw changed(entry, 'something else is offered under the same number by now');
  if (compareMoney(now.total, entry.agreed ?? asked.total) > 0)
    throw changed(entry, `the price rose from ${asked.total} to ${now.total} yuan`);
  const { unit_price } = asked;
  if (unit_price !== null && now.unit_price !== null && compareMoney(now.unit_price, unit_price) > 0)
    throw changed(entry, `the price of one rose from ${unit_price} to ${now.unit_price} yuan`);
}

function isSame(a: object, b: object): boolean {
  const sorted = (value: object) =>
    JSON.stringify(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}

function changed({ kind }: LedgerEntry, what: string): KamikitError {
  return new KamikitError(`This ${kind} was approved, but ${what}; nothing was sent.`, {
    ...{ code: 'price_changed', outcome: 'not_committed', neverSent: true },
  });
}

function anotherAccount({ kind }: LedgerEntry): KamikitError {
  return new KamikitError(
    `This ${kind} was quoted for another account than the one that is configured now; nothing was sent.`,
    { code: 'price_changed', outcome: 'not_committed', neverSent: true },
  );
}

function asItStands(entry: LedgerEntry): ApprovedEntry {
  return { ...entry, notice: null, isOurs: false };
}
