import type { Card, Recharge } from '@kamikit/core';
import type * as z from 'zod';
import type { Settled } from '../kind.ts';
import { storeCard, type storedDealing, type storedIssue } from './stored.ts';

/** What the card after a use or a recharge means for the ledger entry. */
export function settleDealing(card: Card | Recharge): Settled<z.output<typeof storedDealing>> {
  return { state: 'completed', reference: card.code, result: { card: storeCard(card) } };
}

/** What issued codes mean for the ledger entry. */
export function settleIssue(codes: string[]): Settled<z.output<typeof storedIssue>> {
  return { state: 'completed', result: { codes } };
}
