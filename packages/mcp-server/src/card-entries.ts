import {
  type Card,
  type CardVerdict,
  KamikitError,
  type Recharge,
  readCard,
  reconcileGenerate,
  reconcileRecharge,
  reconcileUse,
} from '@kamikit/core';
import type { Finding, JsonObject, Ledger, LedgerEntry, Settlement } from '@kamikit/ledger';
import * as z from 'zod';
import { readingOf } from './card-reading.ts';
import { type CardView, cardView, viewCard } from './card-view.ts';
import { waitUntilItShows } from './reconcile-grace.ts';
import type { Services } from './services.ts';

// What the entries of the card tools keep, and how each is found out about after a lost answer.

/** The card as an entry keeps it. */
export function cardResult(card: Card | Recharge): JsonObject {
  return { card: viewCard(card) };
}

/** @throws {KamikitError} when the entry was settled without an answer, which then nobody has seen. */
export function storedCard({ id, result }: LedgerEntry): CardView {
  const card = z.object({ card: cardView }).safeParse(result).data?.card;
  if (card !== undefined) return card;
  throw new KamikitError(`Entry ${id} took place, but what the service answered is not known.`, {
    code: 'outcome_unknown',
    outcome: 'unknown',
    hint: 'It was done once and will not be done again: verify_card shows the card as it is now.',
  });
}

export function codesResult(codes: readonly string[]): JsonObject {
  return { codes };
}

export function storedCodes({ result }: LedgerEntry): string[] {
  return z.object({ codes: z.array(z.string()) }).safeParse(result).data?.codes ?? [];
}

/** Issued codes, one a line. */
export function deliveredCodes(entry: LedgerEntry): string | null {
  const codes = storedCodes(entry);
  return codes.length > 0 ? codes.join('\n') : null;
}

export async function reconcileUseEntry(
  entry: LedgerEntry,
  services: Services,
  signal: AbortSignal,
): Promise<Finding> {
  const { before, after, isTouched } = await readings(entry, services, signal);
  if (before === null || typeof before === 'string') return undecidable(NOT_READ, after);
  if (isTouched) return undecidable(TOUCHED, after);
  return finding(reconcileUse(before, after), settledCard(after), after);
}

export async function reconcileRechargeEntry(
  entry: LedgerEntry,
  services: Services,
  signal: AbortSignal,
): Promise<Finding> {
  const { before, after, isTouched } = await readings(entry, services, signal);
  if (before === null) return undecidable(NOT_READ, after);
  if (isTouched) return undecidable(TOUCHED, after);
  return finding(reconcileRecharge(before, after, Number(entry.request.amount)), settledCard(after), after);
}

export async function reconcileGenerateEntry(
  entry: LedgerEntry,
  services: Services,
  signal: AbortSignal,
): Promise<Finding> {
  await waitUntilItShows(entry, services.timing, signal);
  const client = await services.cards();
  const rows = await Array.fromAsync(client.iterateQuery({}, { signal }));
  const count = Number(entry.request.count ?? 1);
  const { token, remark } = entry.evidence;
  const judged = reconcileGenerate({ count, remark: String(token ?? remark) }, [], rows);
  const codes = z.array(z.string()).parse(judged.evidence.codes);
  // Nobody has documented that the list is whole, or that it shows remarks as they were given.
  const verdict = judged.verdict === 'not_committed' ? 'undecidable' : judged.verdict;
  return finding(
    { ...judged, verdict, evidence: { codes } },
    { state: 'completed', result: codesResult(codes) },
    null,
  );
}

async function readings(entry: LedgerEntry, services: Services, signal: AbortSignal) {
  await waitUntilItShows(entry, services.timing, signal);
  const before = readCard(entry.evidence.before, services.timing.now());
  const after = await readingOf(await services.cards(), String(entry.request.code), signal);
  return { before, after, isTouched: await isTouchedByOthers(await services.ledger(), entry) };
}

const TOUCHING = ['use_card', 'recharge_card'];

/** Whether this ledger did something else to the card since it was read: its counters then prove nothing of this entry. */
async function isTouchedByOthers(ledger: Ledger, { id, request, created_at }: LedgerEntry): Promise<boolean> {
  for await (const each of ledger.entries()) {
    const isOfCard = TOUCHING.includes(each.kind) && each.request.code === request.code;
    if (!isOfCard || each.id === id || each.sent_at === null || each.state === 'refused') continue;
    if (Date.parse(each.updated_at) >= Date.parse(created_at)) return true;
  }
  return false;
}

function settledCard(after: Card | string): Settlement {
  return { state: 'completed', ...(typeof after !== 'string' && { result: cardResult(after) }) };
}

function finding(
  { verdict, reason, evidence }: CardVerdict,
  settlement: Settlement,
  after: unknown,
): Finding {
  const kept: JsonObject = after === null ? evidence : { after };
  const told = { ...kept, reason };
  switch (verdict) {
    case 'committed':
      return { verdict, settlement: { ...settlement, evidence: told } };
    case 'not_committed':
      return { verdict, evidence: told };
    case 'undecidable':
      return { verdict, evidence: told, advice: adviceFor(reason) };
  }
}

const ASK_A_PERSON =
  'Whether it took place cannot be told: look at the card, and at who else uses it, before doing it again';

const NOT_READ = 'there is no reading from before';
const TOUCHED = 'it was used or recharged under another key meanwhile';

function undecidable(reason: string, after: unknown): Finding {
  return { verdict: 'undecidable', evidence: { after, reason }, advice: adviceFor(reason) };
}

function adviceFor(reason: string): string {
  return `${ASK_A_PERSON} (${reason}).`;
}
