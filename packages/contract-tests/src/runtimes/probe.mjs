// Runs on Node, Bun and Deno, on what is built: what a program sees of the libraries there, as one line of JSON.
import { KamikitError, StorefrontClient, SupplierClient } from '@kamikit/core';
import { sign } from '@kamikit/signing';

const { storefront, supplier, url, refused } = JSON.parse(process.argv[2]);
const order = { goods_id: 1, sub_id: 11, quantity: 1 };

async function told(call) {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof KamikitError)) throw error;
    return [error.code, error.outcome ?? null, error.neverSent];
  }
}

async function during(fault, call) {
  const body = JSON.stringify({ upstream: 'storefront', operation: 'purchase', ...fault });
  const answer = await fetch(`${url}/__sandbox/faults`, { method: 'POST', body });
  if (!answer.ok) throw new Error(await answer.text());
  return told(call);
}

const shop = new StorefrontClient({ apiKey: storefront.apiKey, baseUrl: storefront.url });
const nobody = new StorefrontClient({
  ...{ apiKey: storefront.apiKey, baseUrl: refused, retry: { attempts: 1 } },
});
const { url: supplierUrl, ...account } = supplier;
const dealer = new SupplierClient({ url: supplierUrl, ...account });
const buy = (options) => shop.purchase(order, options);

const seen = {
  goods: (await shop.listGoods()).data.length > 0,
  items: (await dealer.items()).length > 0,
  bought: (await buy()).card_lines.length,
  'answer lost after it was charged': await during({ kind: 'reset_after' }, buy),
  'answer lost before': await during({ kind: 'reset_before' }, buy),
  'no answer in time': await during({ kind: 'delay_ms', ms: 60_000, when: 'before' }, () =>
    buy({ timeoutMs: 500 }),
  ),
  'connection refused': await told(() => nobody.purchase(order)),
  'connection refused to a read': await told(() => nobody.getBalance()),
  cancelled: await told(() => buy({ signal: AbortSignal.abort() })),
  sign: sign({ b: '2', a: '中 1' }, 's%FF+1'),
};
await Promise.all([shop.close(), nobody.close(), dealer.close()]);
process.stdout.write(`${JSON.stringify(seen)}\n`);
