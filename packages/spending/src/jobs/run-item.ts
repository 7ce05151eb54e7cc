import { compareMoney, type ErrorCode, KamikitError } from '@kamikit/core';
import type {
  ClaimedItem,
  ItemOfJob,
  ItemOutcome,
  ItemQuote,
  JsonObject,
  LedgerEntry,
} from '@kamikit/ledger';
import { parseWish } from '../kind.ts';
import { kinds } from '../kinds.ts';
import type { Parts } from '../parts.ts';
import type { QuotedFacts } from '../quote.ts';
import { type SpendOptions, spendOnce } from '../spend-once.ts';
import type { JobKind } from './job-kinds.ts';
import { restockedGood, restockItem, wishToRestock } from './restock-item.ts';

/** Buys one item the way every other wish is bought, and says what became of it; `open`: what is not delivered yet. */
export async function runItem(
  { id, kind }: { id: string; kind: JobKind },
  { number, request, quote, idempotencyKey, isNew }: ClaimedItem,
  { signal, approval }: Pick<SpendOptions, 'signal' | 'approval'>,
  parts: Parts,
): Promise<{ outcome: ItemOutcome; open: LedgerEntry | null }> {
  const item = { job: id, number };
  // That the same is bought many times is what a job is for.
  // A restock goes by its highest price, and by mandates.
  const isBound = quote !== null && quote.restocks === undefined;
  const assertOffer = isBound ? (facts: QuotedFacts) => assertAsQuoted(item, quote, facts) : undefined;
  const options = { idempotencyKey, isNewKey: isNew, again: true, item, signal, approval, assertOffer };
  try {
    const wish = kind === 'restock' ? restockWish(request, quote) : { kind, request };
    const entry = await spendAs(wish, options, parts);
    return { outcome: outcomeOf(entry), open: entry.state === 'pending' ? entry : null };
  } catch (error) {
    if (!(error instanceof KamikitError)) throw error;
    return { outcome: outcomeOfError(error, kind), open: null };
  }
}

interface ItemWish {
  kind: Exclude<JobKind, 'restock'>;
  request: JsonObject;
}

/** As many as were missing when it was priced: whoever buys it, and however often it is tried, it is the same wish. */
function restockWish(request: JsonObject, quote: ItemQuote | null): ItemWish {
  if (quote?.restocks === undefined) throw new TypeError('what is missing was not counted');
  const item = restockItem.parse(request);
  return { kind: restockedGood(item).kind, request: wishToRestock(item, quote.quantity) };
}

function spendAs({ kind, request }: ItemWish, options: SpendOptions, parts: Parts) {
  if (kind === 'purchase')
    return spendOnce(kind, kinds.purchase, parseWish(kind, kinds.purchase.wish, request), options, parts);
  const { supplier_trade } = kinds;
  return spendOnce(kind, supplier_trade, parseWish(kind, supplier_trade.wish, request), options, parts);
}

/** @throws {KamikitError} `price_changed` for anything but what the owner saw, at its price or less. */
function assertAsQuoted({ job, number }: ItemOfJob, quote: ItemQuote, now: QuotedFacts): void {
  const isOther = NAMED.some((field) => Reflect.get(now, field) !== quote[field]);
  const isDearer = !('total' in now) || compareMoney(now.total, quote.total) > 0;
  if (!isOther && !isDearer) return;
  const what = isOther
    ? 'something else is offered under the same number by now'
    : `it costs more than the ${quote.total} yuan that it was quoted at`;
  throw new KamikitError(`Item ${number} of job ${job} was approved, but ${what}; nothing was sent.`, {
    ...{ code: 'price_changed', outcome: 'not_committed', neverSent: true },
  });
}

const NAMED = ['name', 'specification', 'quantity'] as const;

function outcomeOf({ id, state, advice }: LedgerEntry): ItemOutcome {
  if (state !== 'failed') return { done: true };
  const message = `Entry ${id} failed at the upstream.${advice === null ? '' : ` ${advice}`}`;
  return { failed: new KamikitError(message, { code: 'upstream_refused', entryId: id }) };
}

/** With these no other item of the job would fare better. */
const STOPS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['over_budget', 'suspended', 'config_invalid', 'unauthorized'] as const),
  // Of our own alone: nobody is asked about a single item.
  ...(['insufficient_balance', 'read_only', 'declined'] as const),
]);

const LATER: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['rate_limited', 'unreachable', 'timeout', 'malformed_response'] as const),
]);

/** What does not go for one item of a restock may go for the next: a mandate names its good, and less may fit a budget. */
const OF_ONE_RESTOCK: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['over_budget', 'declined', 'config_invalid'] as const),
]);

function outcomeOfError(error: KamikitError, kind: JobKind): ItemOutcome {
  const { code, neverSent } = error;
  // Another process has it; what it comes to is that one's to say.
  if (code === 'duplicate_in_progress') return { again: error };
  // Its entry tells, and its key is used up.
  if (!neverSent) return { failed: error };
  if (code === 'cancelled') return { released: true };
  // Of a ledger that is away: the job goes on once it is back.
  if (code === 'config_invalid' && error.retryable) return { again: error };
  if (kind === 'restock' && OF_ONE_RESTOCK.has(code)) return { refused: error };
  if (STOPS.has(code)) return { stop: error };
  return LATER.has(code) || error.retryable ? { again: error } : { refused: error };
}
