import type { Card, CardReading, Recharge } from '@kamikit/core';
import type * as z from 'zod';
import type { Settled } from '../kind.ts';
import { storeCard, type storedDealing, type storedDeletion, type storedIssue } from './stored.ts';

/** What the card after a use or a recharge means for the ledger entry. */
export function settleDealing(card: Card | Recharge): Settled<z.output<typeof storedDealing>> {
  return { state: 'completed', reference: card.code, result: { card: storeCard(card) } };
}

/** What a deletion means for the ledger entry, which keeps the card as it was read before. */
export function settleDeletion(
  code: string,
  before: CardReading | null,
): Settled<z.output<typeof storedDeletion>> {
  const card = before === null || typeof before === 'string' ? null : storeCard(before);
  return { state: 'completed', reference: code, result: { code, card } };
}

/** What issued codes mean for the ledger entry. */
export function settleIssue(codes: string[]): Settled<z.output<typeof storedIssue>> {
  return { state: 'completed', result: { codes }, delivered: codes.length };
}
