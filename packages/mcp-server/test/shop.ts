import { connectHost, startTestSandbox } from './host.ts';

/** A shop with something in it to buy, and a host in front of it. */
export async function shop(options: Parameters<typeof connectHost>[0] = {}) {
  const { sandbox, environment } = await startTestSandbox();
  const settings = { ...environment, ...options.environment };
  const host = await connectHost({ ...options, environment: settings });
  const { answer } = await host.call('list_goods', { search: '会员', type: 1 });
  const [goods] = answer.data as Array<{
    id: number;
    subs: Array<{ id: number; price: string; stock: number | null }>;
  }>;
  const sub = goods?.subs.find(({ stock }) => stock !== null && stock >= 5);
  if (goods === undefined || sub === undefined) throw new Error('the sandbox sells nothing that fits');
  const wish = {
    goods_id: goods.id,
    sub_id: sub.id,
    quantity: 2,
    max_total: String(Number(sub.price) * 2),
    idempotency_key: 'wish-1',
  };
  return {
    ...host,
    sandbox,
    environment: settings,
    wish,
    charges: () => sandbox.state().storefront.charges.length,
  };
}
