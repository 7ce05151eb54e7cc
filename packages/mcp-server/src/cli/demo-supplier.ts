import * as z from 'zod';
import type { Story } from './story.ts';

const list = z.object({
  total: z.number(),
  items: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      sku: z.array(z.object({ id: z.number(), stock_price: z.string(), stock: z.number().nullable() })),
    }),
  ),
});
const item = z.object({ fields: z.array(z.object({ name: z.string(), title: z.string() })) });
const trade = z.object({
  state: z.string(),
  trade_no: z.string(),
  amount: z.string(),
  contents: z.string().nullable(),
  notice: z.string().nullable(),
});
const ledger = z.object({ entries: z.array(z.object({ state: z.string(), cards: z.string().nullable() })) });

/** Restocking: look, price, buy; then an order delivered by hand, which a notification completes. */
export async function supplierStory({ call, sandbox, say, step }: Story): Promise<void> {
  const { total, items } = list.parse(await call('supplier_items', { per_page: 100 }));
  const plain = await firstWithoutFields(items, call, ({ stock }) => stock !== null && stock >= 1, say);
  step(say.items({ total }), say.chosen(plain));

  const wish = { sku_id: plain.sku, quantity: 1, max_total: plain.price };
  const bought = trade.parse(await call('supplier_trade', { ...wish, idempotency_key: 'demo-trade' }));
  step('supplier_trade', say.traded(bought), ...(bought.contents ?? '').split('\n'));

  const manual = await firstWithoutFields(items, call, ({ stock }) => stock === null, say);
  const waiting = trade.parse(
    await call('supplier_trade', {
      sku_id: manual.sku,
      quantity: 1,
      max_total: manual.price,
      idempotency_key: 'demo-by-hand',
    }),
  );
  step(say.byHand(manual), say.onlyNotice({ state: waiting.state, notice: waiting.notice ?? '' }));

  await fetch(`${sandbox.url}/__sandbox/trades`, {
    method: 'POST',
    body: JSON.stringify({ trade_no: waiting.trade_no, status: 1, contents: 'HAND-MADE-0001' }),
  });
  const { entries } = ledger.parse(await call('list_ledger', { kind: 'supplier_trade' }));
  step(
    say.notified,
    say.answered({ status: sandbox.state().supplier.notifications.at(-1)?.answered ?? null }),
    say.ledgerSays({ state: entries[0]?.state ?? '', cards: entries[0]?.cards ?? '' }),
  );
}

async function firstWithoutFields(
  items: z.infer<typeof list>['items'],
  call: Story['call'],
  fits: (sku: { stock: number | null }) => boolean,
  say: Story['say'],
): Promise<{ name: string; sku: number; price: string }> {
  for (const { id, name, sku } of items) {
    const found = sku.find(fits);
    if (found === undefined) continue;
    const { fields } = item.parse(await call('supplier_item', { item_id: id }));
    if (fields.length === 0) return { name, sku: found.id, price: found.stock_price };
  }
  throw new Error(say.nothingFits);
}
