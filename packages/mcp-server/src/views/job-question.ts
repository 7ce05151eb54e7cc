import { inMarks } from '@kamikit/core';
import type { ItemQuote, Job } from '@kamikit/ledger';
import type { JobPrice, JobWish } from '@kamikit/spending';
import type { Jobs } from '../messages/jobs.en.ts';
import { cleanText } from './clean-text.ts';

const MOST_NAMES = 5;
const LONGEST = 80;

/** What the user is asked about a job: in our words first, and in the shop's, each in marks, at the end. */
export function questionForJob(
  { wish, price }: { wish: JobWish; price: JobPrice | null },
  say: Jobs,
): string {
  const lines = [say.ask({ items: wish.items.length, most: String(wish.max_total) })];
  if (price === null) return [...lines, say.unpriced].join('\n');
  lines.push(say.costs({ total: price.total }));
  if (price.refused.length > 0) lines.push(say.cannotBuy({ count: price.refused.length }));
  return [...lines, ...goodsOf(price.quotes, say)].join('\n');
}

/** The same about one that awaits its owner; `quotes`: of its items, where they are not shown beside it. */
export function questionAboutJob(
  { items, counts, max_total, approval }: Job,
  say: Jobs,
  quotes: ReadonlyArray<{ quote: ItemQuote | null }> = [],
): string {
  const lines = [say.ask({ items, most: approval?.total ?? max_total })];
  if (counts.refused > 0) lines.push(say.cannotBuy({ count: counts.refused }));
  return [...lines, ...goodsOf(quotes, say)].join('\n');
}

type Named = Pick<ItemQuote, 'name' | 'specification'>;

function goodsOf(quotes: ReadonlyArray<{ quote: Named | null }>, say: Jobs): string[] {
  const names = [
    ...new Set(
      quotes.flatMap(({ quote }) =>
        quote === null ? [] : [[quote.name, quote.specification].filter(Boolean).join(' ')],
      ),
    ),
  ];
  const told = names.slice(0, MOST_NAMES).map((name) => inMarks(cleanText(name, 5 * LONGEST) ?? '', LONGEST));
  return told.length === 0 ? [] : [say.goods({ names: told, more: names.length - told.length })];
}
