import { MockAgent } from 'undici';
import { expect, it } from 'vitest';
import { connectHost, skipping } from '../../test/host.ts';

const URL_OF = 'https://shop.example';

/** A host before a shop that answers by `reply`; `asked` is what it was asked for. */
async function hostBefore(reply: (path: string) => unknown) {
  const dispatcher = new MockAgent();
  dispatcher.disableNetConnect();
  const asked: string[] = [];
  dispatcher
    .get(URL_OF)
    .intercept({ path: () => true, method: () => true })
    .reply(({ path }) => {
      asked.push(path);
      return { statusCode: 200, data: JSON.stringify({ code: 200, data: reply(path) }) };
    })
    .persist();
  const environment = {
    ...{ KAMIKIT_CARDS_URL: URL_OF, KAMIKIT_CARDS_API_KEY: 'canary-key' },
    ...{ KAMIKIT_SUPPLIER_URL: URL_OF, KAMIKIT_SUPPLIER_API_ID: '1', KAMIKIT_SUPPLIER_API_KEY: 'canary-key' },
  };
  return { ...(await connectHost({ environment, outside: { dispatcher, timing: skipping() } })), asked };
}

it('of cards without end the first 10,000 are looked at, and the answer says so', async () => {
  const { call, asked } = await hostBefore((path) => {
    const page = Number(new URLSearchParams(path.split('?')[1]).get('page') ?? 1);
    return { list: Array.from({ length: 3_000 }, (_, at) => `C-${page}-${at}`), total: 1e9 };
  });
  const { answer } = await call('query_cards', { page: 500 });
  expect(answer).toMatchObject({ total: 10_000, notice: expect.stringContaining('first 10000') });
  expect(answer.cards).toHaveLength(20);
  expect((await call('query_cards', { page: 501 })).answer).toMatchObject({ cards: [], has_more: false });
  expect(asked).toHaveLength(8);
});

it('of an item’s SKUs the first 50 show their live stock, and the answer says so', async () => {
  const sku = Array.from({ length: 60 }, (_, id) => ({ id: id + 1, stock: 1 }));
  const { call, asked } = await hostBefore((path) =>
    path.endsWith('/item') ? { id: 1, sku } : { stock: 7 },
  );
  const { answer } = await call('supplier_item', { item_id: 1 });
  expect(answer).toMatchObject({ notice: expect.stringContaining('first 50') });
  expect((answer.sku as Array<{ stock: number }>).map(({ stock }) => stock)).toEqual([
    ...Array(50).fill(7),
    ...Array(10).fill(1),
  ]);
  expect(asked).toHaveLength(51);
});
