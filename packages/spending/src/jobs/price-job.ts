import type { Money } from '@kamikit/core';
import { addMoney } from '@kamikit/core';
import type { Job, JsonObject, Priced, QuotedItem, RefusedItem } from '@kamikit/ledger';
import type { Parts } from '../parts.ts';
import { isJobKind, type JobKind, type JobWish, parseJob } from './job-kinds.ts';
import { pricer } from './price-items.ts';
import type { RunOptions } from './run-options.ts';

/** What a job would cost, with nothing written down. */
export interface JobPrice {
  items: number;
  /** Of those that can be bought; money in yuan. */
  total: Money;
  quotes: readonly QuotedItem[];
  /** Those that cannot be bought, and why. */
  refused: readonly RefusedItem[];
  /** Those of which there is enough. */
  enough: readonly QuotedItem[];
}

export interface PricingOptions {
  signal?: AbortSignal | undefined;
  /** Told how many items are priced. */
  onProgress?: ((priced: number, items: number) => void) | undefined;
}

const AT_A_TIME = 50;

/** Prices every item, and changes nothing. @throws {KamikitError} what an upstream answered that keeps all items from being priced. */
export async function priceJob(
  wish: JobWish,
  { signal, onProgress }: PricingOptions,
  parts: Parts,
): Promise<JobPrice> {
  const { items } = parseJob(wish);
  const priceItems = pricer(wish.kind, signal, parts);
  const priced: Priced[] = [];
  for (const chunk of chunks(items.map((request, index) => ({ number: index + 1, request })))) {
    priced.push(...(await priceItems(chunk)));
    onProgress?.(priced.length, items.length);
  }
  const quoted = priced.filter((each) => 'quote' in each);
  const wanted = quoted.filter(({ quote }) => quote.quantity > 0);
  const uncovered = wish.kind === 'restock' ? await (await parts.ledger()).uncovered(wish.kind, wanted) : [];
  const without = new Set(uncovered.map(({ number }) => number));
  const quotes = wanted.filter(({ number }) => !without.has(number));
  return {
    items: items.length,
    total: addMoney(...quotes.map(({ quote }) => quote.total)),
    quotes,
    refused: [...priced.filter((each) => 'refused' in each), ...uncovered].sort(
      (a, b) => a.number - b.number,
    ),
    enough: quoted.filter(({ quote }) => quote.quantity === 0),
  };
}

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let first = 0; first < items.length; first += AT_A_TIME) yield items.slice(first, first + AT_A_TIME);
}

/** Prices what a job's owner is to be asked about, and writes that down. What is priced already stays so. */
export async function priceForOwner(
  job: Job,
  { signal, turn, onProgress }: PricingOptions & Pick<RunOptions, 'turn'>,
  parts: Parts,
): Promise<Job> {
  const ledger = await parts.ledger();
  const priceItems = pricer(kindOf(job), signal, parts);
  let now = job;
  let items: Array<{ number: number; request: JsonObject }>;
  do {
    items = await ledger.unpricedItems(job.id, AT_A_TIME);
    now = await ledger.quoteItems(job.id, await priceItems(items));
    onProgress?.((now.approval?.priced ?? 0) + now.counts.refused, job.items);
  } while (items.length > 0 && now.state === 'awaiting_approval' && !signal?.aborted && !turn?.aborted);
  return now;
}

function kindOf({ kind }: Job): JobKind {
  if (!isJobKind(kind)) throw new TypeError(`no job is of the kind ${kind}`);
  return kind;
}
