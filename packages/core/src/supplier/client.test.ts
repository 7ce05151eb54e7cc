import { inspect } from 'node:util';
import { canonicalize, verify } from '@kamikit/signing';
import { describe, expect, test } from 'vitest';
import { createTradeNo, parseMoney, type RequestEvent } from '../index.ts';
import {
  failure,
  KEY,
  NO,
  no,
  ok,
  order,
  supplierAgainst,
  trade,
  UNKNOWN,
} from '../testing/supplier-shop.ts';

describe('what goes out', () => {
  test('a trade is a form, signed over its fields as the shop reads them', async () => {
    const { supplier, requests } = supplierAgainst([ok(trade())]);
    await supplier.trade({
      ...order,
      fields: { account: ' 中文 +a@b.c\r\nline2 ' },
      async_url: 'https://me.example/notify',
    });
    const fields = {
      account: '中文 +a@b.c\nline2',
      sku_id: '17',
      quantity: '2',
      trade_no: NO,
      async_url: `https://me.example/notify/${NO}`,
    };
    expect(requests[0]).toMatchObject({
      path: '/plugin/open-api/trade',
      headers: {
        'api-id': '10086',
        'accept-language': 'zh-CN',
        'content-type': 'application/x-www-form-urlencoded',
      },
      fields,
    });
    expect(canonicalize(requests[0]?.fields ?? {}, KEY)).toBe(
      `account=中文 +a@b.c\nline2&async_url=https://me.example/notify/${NO}&quantity=2&sku_id=17&trade_no=${NO}&key=${KEY}`,
    );
    expect(verify(fields, KEY, requests[0]?.headers['api-signature'])).toBe(true);
  });

  test.each([
    ['/plugin/7/open-api/', '/plugin/7/open-api/sku/stock'],
    ['', '/sku/stock'],
  ])('the prefix %j leads to %s', async (prefix, path) => {
    const { supplier, requests } = supplierAgainst([ok({ stock: '5' })], { prefix });
    await supplier.skuStock(17);
    expect(requests[0]?.path).toBe(path);
  });

  test.each(['../x', 'a?b', 'https://evil.example'])('the prefix %j is refused', (prefix) => {
    expect(() => supplierAgainst([], { prefix })).toThrow(TypeError);
  });
});

describe('what comes back', () => {
  test('items are read with their widgets as fields', async () => {
    const widget = {
      title: '账号',
      name: 'account',
      placeholder: '邮箱',
      type: 'select',
      regex: '^\\w+$',
      error: '格式不对',
      data: '国服=cn,default\r\n港服=hk\n',
    };
    const sku = { id: '9', name: '月卡', stock_price: '1.000000', stock: '在线发货' };
    const bare = { id: 2, sku: null };
    const { supplier } = supplierAgainst([
      ok([
        {
          id: 1,
          name: 'x',
          widget: JSON.stringify([widget]),
          category: { name: 'c' },
          sku: [sku],
          extra: true,
        },
        ...['', null, '[]', [], 'broken', [widget]].map((value) => ({ ...bare, widget: value })),
      ]),
    ]);
    const items = await supplier.items();
    const options = [
      { label: '国服', value: 'cn', is_default: true },
      { label: '港服', value: 'hk', is_default: false },
    ];
    const read = { ...widget, required: true, options, data: undefined };
    expect(items[0]).toMatchObject({
      id: 1,
      extra: true,
      widget: [JSON.parse(JSON.stringify(read))],
      sku: [{ id: 9, stock_price: '1', stock: null, stock_text: '在线发货' }],
    });
    expect(items.slice(1).map((item) => item.widget?.length)).toEqual([0, 0, 0, 0, undefined, 1]);
    expect(items[1]).toMatchObject({ name: null, introduce: null, category: null, sku: [] });
  });

  test('a catalogue of 20,000 items, larger than other answers may be, is read in full', async () => {
    const introduce = '自动发货，质保三十天。'.repeat(15);
    const catalogue = Array.from({ length: 20_000 }, (_, index) => ({
      id: index + 1,
      introduce,
      widget: '[]',
    }));
    const { supplier } = supplierAgainst([ok(catalogue)]);
    const items = await supplier.items();
    expect([items.length, items.at(-1)]).toMatchObject([20_000, { id: 20_000, introduce }]);
  });

  test.each([[{}], [null], ['[]'], [[{ id: 1 }, { name: 'no id' }]]])(
    'the catalogue %j is malformed, not empty',
    async (data) => {
      const { supplier } = supplierAgainst(Array(4).fill(ok(data)));
      expect(await failure(supplier.items())).toMatchObject({ code: 'malformed_response' });
    },
  );

  test('a refusal of the catalogue is reported as a refusal', async () => {
    const { supplier } = supplierAgainst([no('签名错误')]);
    expect(await failure(supplier.items())).toMatchObject({ code: 'signature_rejected' });
  });

  test('item, stock, state, amount and account', async () => {
    const { supplier } = supplierAgainst([
      ok({ id: 1 }),
      ok({ stock: '5' }),
      ok({ state: true }),
      ok({ amount: '2.00' }),
      ok({ username: 'u', balance: '10.50' }),
    ]);
    expect(await supplier.item(1)).toMatchObject({ id: 1 });
    expect(await supplier.skuStock(1)).toMatchObject({ stock: 5, stock_text: null });
    expect(await supplier.skuState(1, 2)).toEqual({ state: true });
    expect(await supplier.amount(1, 2)).toEqual({ amount: parseMoney('2') });
    expect(await supplier.connect()).toEqual({ username: 'u', balance: parseMoney('10.5') });
  });

  test('an endpoint that the shop does not have is not found, and not called again', async () => {
    const { supplier, requests } = supplierAgainst([{ status: 404, body: '<html>404</html>' }]);
    expect(await failure(supplier.connect())).toMatchObject({ code: 'not_found', retryable: false });
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['余额不足', 'insufficient_balance'],
    ['<b>库存不足</b>', 'out_of_stock'],
    ['SKU 不存在', 'not_found'],
    ['商品未上架', 'not_found'],
    ['商品不可用', 'not_found'],
    ['商户不存在', 'unauthorized'],
    ['用户不存在', 'unauthorized'],
    ['API-ID不存在', 'unauthorized'],
    ['订单号不能低于24位', 'invalid_request'],
    ['账号 不能为空', 'invalid_request'],
    ['签名错误', 'signature_rejected'],
    ['密钥错误', 'unauthorized'],
    ['金额错误', 'upstream_refused'],
  ])('the refusal %s of a trade is %s, and nothing was bought', async (msg, code) => {
    const { supplier, requests } = supplierAgainst([no(msg)]);
    const text = msg.replace(/<.*?>/g, '');
    expect(await failure(supplier.trade({ ...order, is_new: true }))).toMatchObject({
      code,
      outcome: 'not_committed',
      upstreamMessage: text,
    });
    expect(requests).toHaveLength(1);
  });
});

describe('contents', () => {
  test('with status 1 are the goods', async () => {
    const { supplier } = supplierAgainst([ok(trade())]);
    expect(await supplier.trade(order)).toMatchObject({
      contents: 'CARD-1',
      notice: null,
      amount: '2',
      trade_time: '2026-11-21T04:21:28+08:00',
    });
  });

  test.each([0, 2, 3, 7, '0', undefined, null])(
    'with status %s are a notice and never goods',
    async (status) => {
      const { supplier } = supplierAgainst([ok(trade({ status, contents: '请等待' }))]);
      expect(await supplier.trade(order)).toMatchObject({ contents: null, notice: '请等待' });
    },
  );
});

test('waitForTrade asks until the trade is final', async () => {
  const { supplier, requests } = supplierAgainst([
    ok(trade({ status: 0 })),
    ok(trade({ status: 0 })),
    ok(trade()),
  ]);
  expect(await supplier.waitForTrade(NO)).toMatchObject({ contents: 'CARD-1' });
  expect(requests).toHaveLength(3);
});

test('findTrade is null for a number that the shop does not know, and fails for anything else', async () => {
  const { supplier } = supplierAgainst([UNKNOWN, { status: 404, body: '<html></html>' }]);
  expect(await supplier.findTrade(NO)).toBeNull();
  expect(await failure(supplier.findTrade(NO))).toMatchObject({ code: 'not_found' });
});

test.each([
  'https://me.example/a&b',
  'https://me.example/%41',
  'https://me.example/?x=1',
  'http://me.example/',
  'me',
  "https://me.example/'",
])('the notify address %s is refused before anything is sent', async (async_url) => {
  const { supplier, requests } = supplierAgainst([]);
  expect(await failure(supplier.trade({ ...order, async_url }))).toMatchObject({
    code: 'invalid_request',
    outcome: 'not_committed',
  });
  expect(requests).toEqual([]);
});

test.each([{ account: 'a\ud800' }, { 'a\udfff': 'a' }])(
  'the field %j is refused before anything is sent: it holds half a character',
  async (fields) => {
    const { supplier, requests } = supplierAgainst([]);
    expect(await failure(supplier.trade({ ...order, fields }))).toMatchObject({
      code: 'invalid_request',
      outcome: 'not_committed',
      neverSent: true,
    });
    expect(requests).toEqual([]);
  },
);

test('10,000 trade numbers are 24 digits each and all different', () => {
  const numbers = Array.from({ length: 10_000 }, createTradeNo);
  expect(numbers.every((number) => /^[1-9]\d{23}$/.test(number))).toBe(true);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('no error or event ever holds the key', async () => {
  const events: RequestEvent[] = [];
  const onRequest = (event: RequestEvent) => events.push(event);
  const { supplier } = supplierAgainst(
    [no(`签名错误 ${KEY}`), new Error(`bad ${KEY}`), ...Array(4).fill(no(KEY))],
    { onRequest },
  );
  const told = [await failure(supplier.trade(order)), await failure(supplier.trade(order)), events];
  expect(events.length).toBeGreaterThan(4);
  expect(inspect(told, { depth: 9, showHidden: true })).not.toContain('canary');
});
