import * as z from 'zod';
import type { Story } from './story.ts';

const goodsPage = z.object({
  total: z.number(),
  data: z.array(z.object({ id: z.number(), name: z.string(), price: z.string() })),
});
const goods = z.object({
  id: z.number(),
  name: z.string(),
  subs: z.array(
    z.object({ id: z.number(), name: z.string(), price: z.string(), stock: z.number().nullable() }),
  ),
});
const account = z.object({
  storefront: z.object({ balance: z.string() }),
  budget: z.object({ spent_today: z.string(), left_today: z.string() }),
});
const order = z.object({
  order_sn: z.string(),
  state: z.string(),
  status_text: z.string(),
  actual_price: z.string(),
  cards: z.string().nullable(),
});

const ledger = z.object({ entries: z.array(z.object({ entry_id: z.string() })) });
const reconciled = z.object({ next: z.string() });

/** Find, price, buy, collect; then the same wish again, and an answer that is lost. */
export async function storefrontStory({ call, fail, sandbox, step }: Story): Promise<void> {
  const page = goodsPage.parse(await call('list_goods', { search: '会员', per_page: 5 }));
  step(
    `list_goods: ${page.total} goods for "会员"`,
    ...page.data.map(({ name, price }) => `${name}  ${price} yuan`),
  );

  const before = account.parse(await call('get_balance', {}));
  const chosen = goods.parse(await call('get_goods', { goods_id: page.data[0]?.id }));
  const sub = chosen.subs.find(({ stock }) => stock !== null && stock >= 4) ?? chosen.subs[0];
  if (sub === undefined) throw new Error(`${chosen.name} has no specification`);
  step(
    `get_goods: ${chosen.name} [${sub.name}]`,
    `${sub.price} yuan each, ${sub.stock} in stock`,
    `balance ${before.storefront.balance} yuan; your budget leaves ${before.budget.left_today} yuan today`,
  );

  const wish = { goods_id: chosen.id, sub_id: sub.id, quantity: 2, max_total: String(Number(sub.price) * 2) };
  const bought = order.parse(await call('purchase', { ...wish, idempotency_key: 'demo-1' }));
  step(
    'purchase: two of them, async',
    `order ${bought.order_sn}: ${bought.status_text}, ${bought.actual_price} yuan`,
  );

  const done = order.parse(await call('poll_order', { order_sn: bought.order_sn, wait_seconds: 10 }));
  step(`poll_order: ${done.status_text}`, ...(done.cards ?? 'no cards').split('\n'));

  const again = order.parse(await call('purchase', { ...wish, idempotency_key: 'demo-1' }));
  step(
    'purchase again, same idempotency_key',
    `nothing is sent: the ledger answers with order ${again.order_sn}`,
  );

  const mistaken = await fail('purchase', { ...wish, idempotency_key: 'demo-2' });
  step(
    'the same purchase, new idempotency_key: assistants choose new ones after a restart',
    `${mistaken.code}: nothing is sent, unless the user means it`,
  );

  await sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'reset_after' });
  const charges = sandbox.state().storefront.charges.length;
  const lost = await fail('purchase', { ...wish, idempotency_key: 'demo-2', again: true });
  step(
    'purchase, on purpose, and the connection breaks after the shop has charged',
    `${lost.code}: ${lost.message}`,
    `charged ${sandbox.state().storefront.charges.length - charges} time, not sent again`,
  );

  const { entries } = ledger.parse(await call('list_ledger', { state: 'unknown' }));
  const found = reconciled.parse(await call('reconcile_ledger', { entry_id: entries[0]?.entry_id }));
  step('reconcile_ledger: the account before and after', found.next);

  const after = account.parse(await call('get_balance', {}));
  step(
    'get_balance',
    `${before.storefront.balance} yuan before, ${after.storefront.balance} yuan now; ${after.budget.left_today} yuan left of today's budget`,
  );
}
