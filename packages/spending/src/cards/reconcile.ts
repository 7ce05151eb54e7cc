import {
  type Card,
  type CardReading,
  type CardVerdict,
  readCard,
  reconcileGenerate,
  reconcileRecharge,
  reconcileUse,
} from '@kamikit/core';
import type { Finding, JsonObject, LedgerEntry, Settlement } from '@kamikit/ledger';
import * as z from 'zod';
import { waitUntilItShows } from '../grace.ts';
import type { ReconcileContext } from '../kind.ts';
import { settleDealing, settleDeletion, settleIssue } from './settle.ts';

export async function reconcileUseEntry(entry: LedgerEntry, context: ReconcileContext): Promise<Finding> {
  const { before, after, isTouched } = await readings(entry, context);
  if (before === null || typeof before === 'string') return undecidable(NOT_READ, after);
  if (isTouched) return undecidable(TOUCHED, after);
  return finding(reconcileUse(before, after), settlementOf(after), after);
}

export async function reconcileRechargeEntry(
  entry: LedgerEntry,
  context: ReconcileContext,
): Promise<Finding> {
  const { before, after, isTouched } = await readings(entry, context);
  if (before === null) return undecidable(NOT_READ, after);
  if (isTouched) return undecidable(TOUCHED, after);
  return finding(reconcileRecharge(before, after, Number(entry.request.amount)), settlementOf(after), after);
}

/** A card is deleted once: one that is gone was deleted, whoever did it (cards facts, delete). */
export async function reconcileDeletionEntry(
  entry: LedgerEntry,
  context: ReconcileContext,
): Promise<Finding> {
  const { before, after } = await readings(entry, context);
  if (after !== 'not_found') return { verdict: 'not_committed', evidence: { after } };
  const settlement = settleDeletion(String(entry.request.code), before);
  return { verdict: 'committed', settlement: { ...settlement, evidence: { after } } };
}

export async function reconcileIssueEntry(
  entry: LedgerEntry,
  { parts, signal }: ReconcileContext,
): Promise<Finding> {
  await waitUntilItShows(entry, parts, signal);
  const client = await parts.client('cards');
  const rows = await Array.fromAsync(client.iterateQuery({}, { signal }));
  const count = Number(entry.request.count ?? 1);
  const { token, remark } = entry.evidence;
  const judged = reconcileGenerate({ count, remark: String(token ?? remark) }, [], rows);
  const codes = z.array(z.string()).parse(judged.evidence.codes);
  // It is not documented that the list is complete, or that it shows remarks as they were given.
  const verdict = judged.verdict === 'not_committed' ? 'undecidable' : judged.verdict;
  return finding({ ...judged, verdict, evidence: { codes } }, settleIssue(codes), null);
}

async function readings(
  entry: LedgerEntry,
  { parts, signal, isTouchedByOthers }: ReconcileContext,
): Promise<{ before: CardReading | null; after: CardReading; isTouched: boolean }> {
  await waitUntilItShows(entry, parts, signal);
  const before = readCard(entry.evidence.before, parts.timing.now());
  const client = await parts.client('cards');
  const after = await client.read(String(entry.request.code), { signal });
  return { before, after, isTouched: await isTouchedByOthers() };
}

function settlementOf(after: Card | string): Settlement {
  return typeof after === 'string' ? { state: 'completed' } : settleDealing(after);
}

function finding(
  { verdict, reason, evidence }: CardVerdict,
  settlement: Settlement,
  after: CardReading | null,
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
  'There is no telling whether it took place: check the card, and who else uses it, before doing it again';

const NOT_READ = 'the card was not read beforehand';
const TOUCHED = 'the card was used or recharged under another key in the meantime';

function undecidable(reason: string, after: CardReading): Finding {
  return { verdict: 'undecidable', evidence: { after, reason }, advice: adviceFor(reason) };
}

function adviceFor(reason: string): string {
  return `${ASK_A_PERSON} (${reason}).`;
}
