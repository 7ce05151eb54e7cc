import { type ErrorCode, KamikitError } from '@kamikit/core';
import type { ItemQuote, JsonObject, Priced } from '@kamikit/ledger';
import pLimit from 'p-limit';
import { beforeSending } from '../before-sending.ts';
import { type KindFacts, type KindTypes, parseWish } from '../kind.ts';
import { kinds } from '../kinds.ts';
import type { Parts } from '../parts.ts';
import type { QuotedFacts } from '../quote.ts';
import { readQuote } from '../read-quote.ts';
import type { JobKind } from './job-kinds.ts';
import { priceRestock } from './price-restock.ts';

/** An item to be priced. */
interface Unpriced {
  number: number;
  request: JsonObject;
}

/** Prices items; those that ask for the same are priced by one reading. */
export type Pricer = (items: readonly Unpriced[]) => Promise<Priced[]>;

const AT_ONCE = 4;

/** What each item costs, or why it cannot be bought. @throws {KamikitError} for what no other item would fare better with. */
export function pricer(kind: JobKind, signal: AbortSignal | undefined, parts: Parts): Pricer {
  const limit = pLimit(AT_ONCE);
  const known = new Map<string, Promise<PricedAlike>>();
  return (items) =>
    Promise.all(
      items.map(async ({ number, request }) => {
        const asked = JSON.stringify(request);
        const priced = known.get(asked) ?? limit(() => price(kind, request, signal, parts));
        known.set(asked, priced);
        // Asked again, it may go better.
        priced.catch(() => known.delete(asked));
        return { number, ...(await priced) };
      }),
    );
}

type PricedAlike = { quote: ItemQuote } | { refused: KamikitError };

async function price(
  kind: JobKind,
  request: JsonObject,
  signal: AbortSignal | undefined,
  parts: Parts,
): Promise<PricedAlike> {
  try {
    return { quote: await quote(kind, request, signal, parts) };
  } catch (error) {
    if (error instanceof KamikitError && isOfTheItem(kind, error)) return { refused: error };
    throw error;
  }
}

function quote(
  kind: JobKind,
  request: JsonObject,
  signal: AbortSignal | undefined,
  parts: Parts,
): Promise<ItemQuote> {
  if (kind === 'restock')
    return priceRestock(request, { signal, parts }, (bought, wish) => quote(bought, wish, signal, parts));
  if (kind === 'purchase') return quoteAs(kind, kinds[kind], request, signal, parts);
  return quoteAs(kind, kinds[kind], request, signal, parts);
}

function quoteAs<T extends KindTypes>(
  kind: Exclude<JobKind, 'restock'>,
  facts: KindFacts<T>,
  request: JsonObject,
  signal: AbortSignal | undefined,
  parts: Parts,
): Promise<ItemQuote> {
  return beforeSending(kind, signal, async () => {
    const read = await readQuote(facts, parseWish(kind, facts.wish, request), parts, signal);
    return itemQuote(read.facts, read.evidence.account, facts.good(read.request));
  });
}

function itemQuote(facts: QuotedFacts, account: string, good: string | null): ItemQuote {
  if (!('total' in facts)) throw new TypeError(`a job cannot be of ${facts.kind}`);
  const { total, name, specification, quantity } = facts;
  return { total, name, specification, quantity, account, good };
}

function isOfTheItem(kind: JobKind, { code }: KamikitError): boolean {
  // Each of its items says for itself which upstreams it needs.
  return OF_THE_ITEM.has(code) || (kind === 'restock' && code === 'config_invalid');
}

/** With these an item cannot be bought, whatever becomes of the others. */
const OF_THE_ITEM: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['price_changed', 'out_of_stock', 'not_found', 'invalid_request'] as const),
  ...(['limit_exceeded', 'upstream_refused'] as const),
]);
