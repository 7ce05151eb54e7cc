import { addMoney, compareMoney, KamikitError, type Money } from '@kamikit/core';
import type { ExecutedEntry, JsonObject, LedgerEntry, Settlement } from '@kamikit/ledger';
import { accountEvidence } from './account.ts';
import type { ToolContext } from './tool.ts';

/** Everything the one path of spending and consuming needs to know about a wish. */
export interface Spending {
  /** The tool's name: keys are per tool. */
  kind: string;
  idempotencyKey: string;
  /** All other arguments: the same key with others is `key_conflict`. */
  request: JsonObject;
  /** Reads what is true right now; nothing is sent when it throws. */
  quote(): Promise<Quote>;
  send(entry: LedgerEntry): Promise<Settlement>;
}

export interface Quote {
  /** What it will cost, in yuan; null where no money is spent. */
  amount: Money | null;
  /** What the user is asked, with name, quantity and total. */
  question: string;
  /** Readings from before, for reconciling. */
  evidence: JsonObject;
  /** Our own number, where the upstream takes one. */
  reference?: string;
}

/**
 * The one path on which money leaves or a card is used: a known key is answered from the ledger; otherwise the price
 * is read, budgets are looked at, the user is asked, and the ledger sends at most once.
 */
export async function spendOnce(spending: Spending, context: ToolContext): Promise<ExecutedEntry> {
  const ledger = await context.ledger();
  const { kind, idempotencyKey, request } = spending;
  const known = await ledger.find(kind, idempotencyKey);
  if (known && !known.never_sent) {
    // The ledger compares the requests and answers; it never sends for a used key.
    return ledger.execute({ kind, idempotencyKey, request, amount: known.amount }, neverSend);
  }
  const first = await uncancelled(spending, context.signal, () => spending.quote());
  if (first.amount !== null) await ledger.assertWithinBudget(first.amount);
  const wasAsked = await context.confirm(first.question);
  const { amount, evidence, reference } = wasAsked
    ? await uncancelled(spending, context.signal, () => quoteAgain(spending, first))
    : first;
  if (context.signal.aborted) throw cancelled(kind);
  return ledger.execute(
    {
      ...{
        kind,
        idempotencyKey,
        request,
        amount,
        evidence: { ...evidence, ...accountEvidence(kind, context.config) },
      },
      ...(reference && { reference }),
    },
    (entry) => {
      if (context.signal.aborted) throw cancelled(kind);
      return spending.send(entry);
    },
  );
}

/** A user may think for minutes: what was agreed to must still be true, and the readings must be of now. */
async function quoteAgain(spending: Spending, agreed: Quote): Promise<Quote> {
  const now = await spending.quote();
  if (now.amount === null || agreed.amount === null || compareMoney(now.amount, agreed.amount) <= 0)
    return now;
  throw new KamikitError(
    `The price rose from ${agreed.amount} to ${now.amount} yuan while the user was asked; nothing was sent.`,
    {
      code: 'price_changed',
      outcome: 'not_committed',
    },
  );
}

/** What a read throws once the call was cancelled says nothing; that nothing was sent does. */
async function uncancelled<T>({ kind }: Spending, signal: AbortSignal, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw signal.aborted && !(error instanceof KamikitError) ? cancelled(kind) : error;
  }
}

/** It provably never left, so the key may be used again. */
function cancelled(kind: string): KamikitError {
  return new KamikitError(`This ${kind} was cancelled before it was sent.`, {
    code: 'cancelled',
    outcome: 'not_committed',
    neverSent: true,
    retryable: true,
  });
}

/** What a delivery cost in the end, for its settlement; an upstream's zero or less frees no budget. */
export function settledAmount(amount: Money | null): { amount?: Money } {
  return amount !== null && compareMoney(amount, addMoney()) > 0 ? { amount } : {};
}

/** Reached only when the first call with the key ended unsent in between: then the key is free again. */
function neverSend(): Promise<Settlement> {
  throw new KamikitError('The first call with this idempotency_key ended without being sent; call again.', {
    code: 'unreachable',
    outcome: 'not_committed',
    neverSent: true,
    retryable: true,
  });
}

/** @throws {KamikitError} `price_changed` when the live total is above what the caller allows. */
export function assertWithinTotal(what: string, total: Money, maxTotal: Money): void {
  if (compareMoney(total, maxTotal) <= 0) return;
  throw new KamikitError(
    `${what} now costs ${total} yuan, more than max_total ${maxTotal}; nothing was sent.`,
    {
      code: 'price_changed',
      outcome: 'not_committed',
    },
  );
}
