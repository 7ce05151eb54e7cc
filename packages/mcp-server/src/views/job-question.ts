import { inMarks } from '@kamikit/core';
import type { Job } from '@kamikit/ledger';
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
  const names = [
    ...new Set(price.quotes.map(({ quote }) => [quote.name, quote.specification].filter(Boolean).join(' '))),
  ];
  const told = names.slice(0, MOST_NAMES).map((name) => inMarks(cleanText(name, 5 * LONGEST) ?? '', LONGEST));
  if (told.length > 0) lines.push(say.goods({ names: told, more: names.length - told.length }));
  return lines.join('\n');
}

/** The same about one that awaits its owner. */
export function questionAboutJob({ items, counts, max_total, approval }: Job, say: Jobs): string {
  const lines = [say.ask({ items, most: approval?.total ?? max_total })];
  if (counts.refused > 0) lines.push(say.cannotBuy({ count: counts.refused }));
  return lines.join('\n');
}
