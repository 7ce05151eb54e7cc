import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { loopbackShop, raw } from '../testing/loopback-shop.ts';
import { SupplierClient } from './client.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function memoryInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

it('a catalogue of 20,000 items takes less than 64 MB of extra memory, the answer itself included', async () => {
  const sku = { id: 1, name: '规格', picture_url: null, stock_price: '1.000000', stock: '5', message: null };
  const introduce = '<p>自动发货，质保三十天，请在收到后尽快使用</p>'.repeat(4);
  const widget = '[{"title":"充值账号","name":"account","placeholder":"邮箱","type":"text"}]';
  const data = Array.from({ length: 20_000 }, (_, index) => ({
    ...{
      id: index + 1,
      name: `会员月卡 ${index + 1}`,
      introduce,
      picture_url: `/p/${index}.png`,
      api_code: `c${index}`,
    },
    ...{ category: { name: '影音' }, widget, sku: [sku, { ...sku, id: 2 }] },
  }));
  const body = JSON.stringify({ code: 200, msg: 'success', data });
  const { url } = await loopbackShop(raw(body));
  const client = new SupplierClient({ url, apiId: '1', apiKey: 'canary-key' });
  const before = memoryInUse();
  const items = await client.items();
  const extra = memoryInUse() - before;
  expect(items).toHaveLength(20_000);
  expect(extra + Buffer.byteLength(body)).toBeLessThan(64e6);
  await client.close();
});
