import type { Card, Recharge } from '@kamikit/core';
import type * as z from 'zod';
import type { Settled } from '../kind.ts';
import { storeCard, type storedDealing, type storedIssue } from './stored.ts';

/** What the card after a use or a recharge means for the ledger entry. */
export function settleDealing(card: Card | Recharge): Settled<z.output<typeof storedDealing>> {
  return { state: 'completed', reference: card.code, result: { card: storeCard(card) } };
}

/** What issued codes mean for the ledger entry; those that came are there, however many were asked for. */
export function settleIssue(codes: string[], count: number): Settled<z.output<typeof storedIssue>> {
  const advice = `The service was asked for ${count} cards and answered with ${codes.length}: look at the list of issued cards before issuing more.`;
  return { state: 'completed', result: { codes }, ...(codes.length !== count && { advice }) };
}
