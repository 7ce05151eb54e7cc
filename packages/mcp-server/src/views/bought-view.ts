import type { LedgerEntry } from '@kamikit/ledger';
import { deliveredBy, numbersIn, resultOf } from '@kamikit/spending';
import * as z from 'zod';
import { cleanText } from './clean-text.ts';
import { hideCards, type Reveal } from './reveal.ts';

const number = z.int().optional();

/** What was bought, with the numbers by which it can be bought again; absent where the entry does not say. */
export const boughtView = z.object({
  name: z.string().optional(),
  specification: z.string().optional(),
  quantity: number,
  goods_id: number,
  sub_id: number,
  sku_id: number,
});

type BoughtView = z.input<typeof boughtView>;

/** As it was quoted; an entry from before that was kept tells what the shop answered, and what was asked for. */
export function viewBought(entry: LedgerEntry, reveal: Reveal): BoughtView {
  const { goods, request } = entry;
  const order = goods === null && entry.kind === 'purchase' ? resultOf('purchase', entry) : null;
  const asked = request.quantity ?? request.count;
  const quantity = goods?.quantity ?? (typeof asked === 'number' ? asked : order?.quantity);
  const visible = (text: string | null | undefined) => hideCards(text ?? null, deliveredBy(entry), reveal);
  return {
    ...named(visible(goods?.name ?? order?.goods_name), visible(goods?.specification)),
    ...(typeof quantity === 'number' && Number.isSafeInteger(quantity) && { quantity }),
    ...numbersIn(request),
  };
}

/** A shop's own words. */
export function named(
  name: string | null | undefined,
  specification: string | null | undefined,
): Pick<BoughtView, 'name' | 'specification'> {
  const [what, which] = [cleanText(name ?? null, 80), cleanText(specification ?? null, 60)];
  return { ...(what !== null && { name: what }), ...(which !== null && { specification: which }) };
}
