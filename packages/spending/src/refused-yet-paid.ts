import { addMoney, compareMoney, KamikitError } from '@kamikit/core';
import type { LedgerEntry, Settlement } from '@kamikit/ledger';
import { lostSince } from './charge-shown.ts';
import type { KindFacts, KindTypes } from './kind.ts';
import type { Parts } from './parts.ts';

/**
 * What a refusal is where the account lost money over it: an open outcome, which counts. A shop, or whatever stands in
 * front of it, may take the money and refuse afterwards.
 *
 * @throws the refusal where it stands: nothing is missing, or the balance is not to be had.
 */
export async function unlessPaid<T extends KindTypes>(
  facts: Pick<KindFacts<T>, 'balance'>,
  entry: LedgerEntry,
  refusal: unknown,
  parts: Parts,
): Promise<Settlement> {
  if (!(refusal instanceof KamikitError) || refusal.outcome !== 'not_committed' || refusal.neverSent)
    throw refusal;
  const shown = await lostSince(facts, entry, parts).catch(() => null);
  if (shown === null || compareMoney(shown.unexplained, addMoney()) <= 0) throw refusal;
  const { balance, lost, unexplained } = shown;
  const message = `${refusal.message}; but ${unexplained} yuan left the account meanwhile, which no other entry explains`;
  const isMore = entry.agreed !== null && compareMoney(lost, entry.agreed) > 0;
  return {
    state: 'unknown',
    error: refusal.with({ code: 'outcome_unknown', outcome: 'unknown', message, retryable: false }),
    evidence: { balance_after_answer: balance },
    ...(isMore && { charged: lost }),
    advice: `The upstream refused it, but ${unexplained} yuan left the account: reconcile this entry, ask the upstream what for, and do not buy again before that.`,
  };
}
