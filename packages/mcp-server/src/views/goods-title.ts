import type { LedgerEntry } from '@kamikit/ledger';
import { cleanText } from './clean-text.ts';

const LONGEST_NAME = 200;

/** What was bought, on one line: `2 × 腾讯视频 [月卡]`; null where the entry does not say. */
export function goodsTitle({ goods }: Pick<LedgerEntry, 'goods'>): string | null {
  if (goods === null) return null;
  const name = oneLine(goods.name) ?? '?';
  const specification = oneLine(goods.specification);
  return `${goods.quantity} × ${name}${specification === null ? '' : ` [${specification}]`}`;
}

/** Shops' own words, cleaned; null where nothing is left of them. */
function oneLine(text: string | null): string | null {
  return cleanText(text, LONGEST_NAME)?.replace(/\s+/g, ' ') || null;
}
