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
export async function storefrontStory({ call, fail, sandbox, say, step }: Story): Promise<void> {
  const search = '会员';
  const page = goodsPage.parse(await call('list_goods', { search, per_page: 5 }));
  step(
    say.found({ total: page.total, search }),
    ...page.data.map(({ name, price }) => say.price({ name, price })),
  );

  const before = account.parse(await call('get_balance', {}));
  const chosen = goods.parse(await call('get_goods', { goods_id: page.data[0]?.id }));
  const sub = chosen.subs.find(({ stock }) => stock !== null && stock >= 4) ?? chosen.subs[0];
  if (sub === undefined) throw new Error(say.nothingFits);
  step(
    say.goods({ name: chosen.name, specification: sub.name }),
    say.stock({ price: sub.price, stock: sub.stock }),
    say.balance({ balance: before.storefront.balance, left: before.budget.left_today }),
  );

  const wish = { goods_id: chosen.id, sub_id: sub.id, quantity: 2, max_total: String(Number(sub.price) * 2) };
  const bought = order.parse(await call('purchase', { ...wish, idempotency_key: 'demo-1' }));
  step(
    say.buying,
    say.ordered({ orderSn: bought.order_sn, status: bought.status_text, price: bought.actual_price }),
  );

  const done = order.parse(await call('poll_order', { order_sn: bought.order_sn, wait_seconds: 10 }));
  step(say.polled({ status: done.status_text }), ...(done.cards ?? say.noCards).split('\n'));

  const again = order.parse(await call('purchase', { ...wish, idempotency_key: 'demo-1' }));
  step(say.sameKey, say.notSent({ orderSn: again.order_sn }));

  const mistaken = await fail('purchase', { ...wish, idempotency_key: 'demo-2' });
  step(say.newKey, say.unlessMeant({ code: mistaken.code }));

  await sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'reset_after' });
  const charges = sandbox.state().storefront.charges.length;
  const lost = await fail('purchase', { ...wish, idempotency_key: 'demo-2', again: true });
  step(say.losing, lost.told, say.charged({ times: sandbox.state().storefront.charges.length - charges }));

  const { entries } = ledger.parse(await call('list_ledger', { state: 'unknown' }));
  const found = reconciled.parse(await call('reconcile_ledger', { entry_id: entries[0]?.entry_id }));
  step(say.reconciling, found.next);

  const after = account.parse(await call('get_balance', {}));
  step(
    'get_balance',
    say.balances({
      ...{ before: before.storefront.balance, after: after.storefront.balance },
      left: after.budget.left_today,
    }),
  );
}
