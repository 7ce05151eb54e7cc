import { addMoney, compareMoney, KamikitError, type Money } from '@kamikit/core';
import type { LedgerEntry, Settlement } from '@kamikit/ledger';
import { type Loss, lostSince } from './charge-shown.ts';
import type { KindFacts, KindTypes } from './kind.ts';
import type { Parts } from './parts.ts';

// The answer is there: its caller is not kept waiting for long.
const PAUSES_MS = [250, 1_000, 3_000];

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
  const shown = await lossOnceOthersAreAnswered(facts, entry, parts);
  if (shown === null || !isLost(shown.unexplained)) throw refusal;
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

/** What is missing may be another's, which says so within a moment: then this refusal stands. */
async function lossOnceOthersAreAnswered<T extends KindTypes>(
  facts: Pick<KindFacts<T>, 'balance'>,
  entry: LedgerEntry,
  parts: Parts,
): Promise<Loss | null> {
  const look = async () => {
    const shown = await lostSince(facts, entry, parts).catch(() => null);
    return shown === 'unread' ? null : shown;
  };
  let shown = await look();
  for (const ms of PAUSES_MS) {
    if (!shown?.isAnotherUnderWay || isLost(shown.lost) || !isLost(shown.unexplained)) break;
    await parts.timing.sleep(ms);
    shown = (await look()) ?? shown;
  }
  return shown;
}

function isLost(amount: Money): boolean {
  return compareMoney(amount, addMoney()) > 0;
}
