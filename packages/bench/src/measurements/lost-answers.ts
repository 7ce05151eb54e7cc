import { once } from 'node:events';
import { createServer } from 'node:http';
import { StorefrontClient } from '@kamikit/core';
import { Agent, RetryAgent, request } from 'undici';
import { type Figure, type Measure, spread } from '../figure.ts';
import { installed } from '../from-registry.ts';
import { inScratch } from '../scratch.ts';

/** Places one order at this address, with whatever the client does by itself when no answer comes. */
type Order = (url: string) => Promise<unknown>;

/** How many orders one call makes of a shop that takes each order and cuts the connection before it answers. */
export const measure: Measure = () =>
  inScratch(async (folder) => {
    const { fileOf, versionOf } = await installed(folder, ['stripe', 'openai', 'octokit']);
    const { default: Stripe } = await import(fileOf('stripe', 'esm/stripe.esm.node.js'));
    const { default: OpenAI } = await import(fileOf('openai', 'index.mjs'));
    const { Octokit } = await import(fileOf('octokit', 'dist-bundle/index.js'));
    const retrying = new RetryAgent(new Agent());
    const clients: Record<string, Order> = {
      'undici RetryAgent, GET': (url) => request(`${url}/purchase?goods_id=1`, { dispatcher: retrying }),
      'undici RetryAgent, POST': (url) =>
        request(`${url}/purchase`, { dispatcher: retrying, method: 'POST', body: '{}' }),
      [`stripe ${versionOf('stripe')}, with the idempotency key it adds itself`]: (url) => {
        const { hostname: host, port } = new URL(url);
        const stripe = new Stripe('sk_test_none', { host, port, protocol: 'http' });
        return stripe.paymentIntents.create({ amount: 100, currency: 'cny' });
      },
      [`openai ${versionOf('openai')}`]: (url) =>
        new OpenAI({ apiKey: 'none', baseURL: url }).images.generate({ prompt: 'a card' }),
      [`octokit ${versionOf('octokit')}`]: (url) =>
        new Octokit({ baseUrl: url, log: SILENT }).request('POST /purchase', { goods_id: 1 }),
    };
    const ours = await ordersOf(async (url) => {
      const client = new StorefrontClient({ apiKey: 'none', baseUrl: url });
      await client.purchase({ goods_id: 1, sub_id: 1, quantity: 1 }).finally(() => client.close());
    });
    const figures: Figure[] = [];
    for (const [what, order] of Object.entries(clients)) {
      const orders = await ordersOf(order);
      figures.push({
        what: 'orders that one purchase makes when its answer is lost',
        unit: 'orders',
        ours: spread([ours]),
        beside: { what, ratio: ours / orders, ...spread([orders]) },
        target: { of: 'ours', most: 1 },
      });
    }
    await retrying.close();
    return figures;
  });

const say = () => {};
const SILENT = { debug: say, info: say, warn: say, error: say };

async function ordersOf(order: Order): Promise<number> {
  let orders = 0;
  const shop = createServer((request) => {
    request.resume().on('end', () => {
      orders += 1;
      request.socket.destroy();
    });
  });
  await once(shop.listen(0, '127.0.0.1'), 'listening');
  const address = shop.address();
  const port = typeof address === 'object' ? address?.port : 0;
  // That it fails is what is asked for.
  await order(`http://127.0.0.1:${port}`).catch(() => {});
  shop.close();
  shop.closeAllConnections();
  return orders;
}
