import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { KamikitError, SupplierClient } from '../index.ts';
import { instantTiming } from '../testing/instant-timing.ts';
import type { ShopReply } from '../testing/mock-shop.ts';
import {
  failure,
  lost,
  NO,
  no,
  ok,
  order,
  supplierAgainst,
  trade,
  UNKNOWN,
} from '../testing/supplier-shop.ts';
import type { Timing } from '../timing.ts';
import { settleTrade } from './settle-trade.ts';

const unclear: [string, ShopReply][] = [
  ['a lost reply', lost()],
  ['an HTML page', { body: '<html>error</html>' }],
  ['a missing page', { status: 404, body: '<html></html>' }],
  ['HTTP 502', { status: 502, body: '' }],
  ['half of the JSON', { body: '{"code":200,"da' }],
  ['a success without a trade', ok(null)],
  ['a broken shop in words', no('系统错误')],
  ['somebody else’s trade', ok(trade({ item_trade_no: NO.replace('2', '3') }))],
];

describe.each(unclear)('after %s to a trade', (_, reply) => {
  const paths = (requests: { path: string; fields: Record<string, string> }[]) =>
    requests.map(({ path, fields }) => `${path.split('/').at(-1)} ${fields.trade_no}`);

  test('it is queried, and what is found is the answer', async () => {
    const { supplier, requests } = supplierAgainst([reply, UNKNOWN, ok(trade())]);
    expect(await supplier.trade(order)).toMatchObject({ contents: 'CARD-1' });
    expect(paths(requests)).toEqual([`trade ${NO}`, `query ${NO}`, `query ${NO}`]);
  });

  test('it is sent again, unchanged and once, when the shop does not know the number', async () => {
    const { supplier, requests } = supplierAgainst([reply, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, ok(trade())]);
    expect(await supplier.trade(order)).toMatchObject({ contents: 'CARD-1' });
    expect(paths(requests).filter((path) => path.startsWith('trade'))).toHaveLength(2);
    expect(requests.at(-1)?.body).toBe(requests[0]?.body);
  });

  test('it stays unknown, with its number, when the second try is unclear as well', async () => {
    const { supplier, requests } = supplierAgainst([
      reply,
      ...Array(4).fill(UNKNOWN),
      lost(),
      ...Array(4).fill(UNKNOWN),
    ]);
    const error = await failure(supplier.trade(order));
    expect(error).toMatchObject({ code: 'outcome_unknown', outcome: 'unknown', retryable: false });
    expect([error.message, error.hint].every((text) => text?.includes(NO))).toBe(true);
    expect(paths(requests).filter((path) => path.startsWith('trade'))).toHaveLength(2);
  });
});

test.each([
  ['the page is missing', { status: 404, body: '<html></html>' }],
  ['the shop refuses for another reason', no('密钥错误')],
  ['the shop names something else unknown', no('商品不存在')],
])('a trade is not sent again when, on a query, %s', async (_, reply) => {
  const { supplier, requests } = supplierAgainst([lost(), ...Array(4).fill(reply)]);
  expect(await failure(supplier.trade(order))).toMatchObject({ code: 'outcome_unknown' });
  expect(requests.map(({ path }) => path.split('/').at(-1))).toEqual([
    'trade',
    'query',
    'query',
    'query',
    'query',
  ]);
});

test('a trade is not sent again when the shop, having said that it does not know it, no longer answers so', async () => {
  const { supplier, requests } = supplierAgainst([lost(), ...Array(3).fill(UNKNOWN), no('密钥错误')]);
  expect(await failure(supplier.trade(order))).toMatchObject({ code: 'outcome_unknown' });
  expect(requests.filter(({ path }) => path.endsWith('/trade'))).toHaveLength(1);
});

test('a second try whose reply is lost as well is what the shop says of it', async () => {
  const { supplier } = supplierAgainst([lost(), ...Array(4).fill(UNKNOWN), lost(), ok(trade())]);
  expect(await supplier.trade(order)).toMatchObject({ contents: 'CARD-1' });
});

test('a second try that is refused settles nothing: the first may still hold what it lacked', async () => {
  const { supplier } = supplierAgainst([
    lost(),
    ...Array(4).fill(UNKNOWN),
    no('库存不足'),
    ...Array(4).fill(UNKNOWN),
  ]);
  expect(await failure(supplier.trade(order))).toMatchObject({
    code: 'outcome_unknown',
    upstreamMessage: '库存不足',
  });
});

describe('a refusal', () => {
  const refusal = no('余额不足');

  test.each([
    ['that was made for it', { trade_no: undefined }],
    ['that its caller says was never sent', { is_new: true }],
  ])('of a number %s stands at once', async (_, change) => {
    const { supplier, requests } = supplierAgainst([refusal]);
    expect(await failure(supplier.trade({ ...order, ...change }))).toMatchObject({
      ...{ code: 'insufficient_balance', outcome: 'not_committed' },
    });
    expect(requests).toHaveLength(1);
  });

  test.each([
    '库存不足',
    '商品未上架',
    '商品不可用#0',
    '金额错误',
    '发货插件未启用',
    '充值账号 不能为空',
    '请填写正确的手机号',
  ])('of a new number in the words of a check stands at once: %s', async (words) => {
    const { supplier, requests } = supplierAgainst([no(words)]);
    const failed = await failure(supplier.trade({ ...order, is_new: true }));
    expect(failed).toMatchObject({ outcome: 'not_committed' });
    expect(requests).toHaveLength(1);
  });

  describe.each(['此操作暂不支持', ''])('of a new number in other words (%s)', (words) => {
    const refused = (reply: ShopReply) => {
      const { supplier, requests } = supplierAgainst([no(words, 400), ...Array(4).fill(reply)]);
      const isTrade = ({ path }: { path: string }) => path.endsWith('/trade');
      const sent = () => requests.filter(isTrade).length;
      return { traded: supplier.trade({ ...order, is_new: true }), requests, sent };
    };

    test('is none when the shop has sold it', async () => {
      expect(await refused(ok(trade())).traded).toMatchObject({ contents: 'CARD-1' });
    });

    test('stands, unsent again, when the shop is asked once and does not know it', async () => {
      const { traded, requests, sent } = refused(UNKNOWN);
      expect(await failure(traded)).toMatchObject({ code: 'upstream_refused', outcome: 'not_committed' });
      expect([requests.length, sent()]).toEqual([2, 1]);
    });

    test('proves nothing when the shop does not answer', async () => {
      const { traded, sent } = refused(lost());
      expect(await failure(traded)).toMatchObject({ code: 'outcome_unknown', outcome: 'unknown' });
      expect(sent()).toBe(1);
    });
  });

  test('of any other number is none when the shop has sold it', async () => {
    const { supplier, requests } = supplierAgainst([refusal, ok(trade())]);
    expect(await supplier.trade(order)).toMatchObject({ contents: 'CARD-1' });
    expect(requests.map(({ path, fields }) => `${path.split('/').at(-1)} ${fields.trade_no}`)).toEqual([
      `trade ${NO}`,
      `query ${NO}`,
    ]);
  });

  test('of any other number stands when the shop does not know it', async () => {
    const { supplier, requests } = supplierAgainst([refusal, UNKNOWN]);
    expect(await failure(supplier.trade(order))).toMatchObject({
      ...{ code: 'insufficient_balance', outcome: 'not_committed', upstreamMessage: '余额不足' },
    });
    expect(requests).toHaveLength(2);
  });

  test.each([
    ['does not answer', Array(4).fill(lost())],
    ['refuses that, too', [no('密钥错误')]],
    ['names another trade', [ok(trade({ item_trade_no: NO.replace('2', '3') }))]],
  ])('of any other number proves nothing when the shop, asked for it, %s', async (_, replies) => {
    const { supplier, requests } = supplierAgainst([refusal, ...replies]);
    expect(await failure(supplier.trade(order))).toMatchObject({
      ...{ code: 'outcome_unknown', outcome: 'unknown', upstreamMessage: '余额不足' },
      hint: expect.stringContaining(NO),
    });
    expect(requests.filter(({ path }) => path.endsWith('/trade'))).toHaveLength(1);
  });
});

test('a trade that never left is not asked for', async () => {
  const refused = Object.assign(new Error('connect'), { syscall: 'connect', code: 'ECONNREFUSED' });
  const { supplier, requests } = supplierAgainst([refused]);
  expect(await failure(supplier.trade(order))).toMatchObject({
    code: 'unreachable',
    outcome: 'not_committed',
  });
  expect(requests).toHaveLength(1);
});

test('an unclear trade is asked for during seven seconds, then sent again within two minutes of the first', async () => {
  const start = Date.parse('2026-11-21T12:00:00+08:00');
  const timing = instantTiming(start);
  const [sent, asked]: [number[], number[]] = [[], []];
  const send = async () => {
    sent.push(timing.now() - start);
    await timing.sleep(113_000);
    throw new KamikitError('lost', { code: 'outcome_unknown', outcome: 'unknown' });
  };
  const find = async () => {
    asked.push(timing.now() - start - 113_000);
    return null;
  };
  await failure(settleTrade(NO, { send, find, isNew: true, timing, signal: undefined }));
  expect(sent).toEqual([0, 120_000]);
  expect(asked.slice(0, 4)).toEqual([0, 1_000, 3_000, 7_000]);
});

test.each<[clock: string, change: (timing: Timing) => Partial<Timing>]>([
  ['', () => ({})],
  [', though the clock was set back', ({ now }) => ({ now: () => now() / 2 })],
  [', though the machine slept meanwhile', () => ({ uptime: () => 0 })],
])('a number is not sent again once another process may have settled the trade%s', async (_, change) => {
  const instant = instantTiming();
  const timing = { ...instant, ...change(instant) };
  let sent = 0;
  const send = async () => {
    sent += 1;
    await timing.sleep(130_000);
    throw new KamikitError('lost', { code: 'outcome_unknown', outcome: 'unknown' });
  };
  const settled = settleTrade(NO, { send, find: async () => null, isNew: true, timing, signal: undefined });
  expect(await failure(settled)).toMatchObject({ code: 'outcome_unknown', outcome: 'unknown' });
  expect(sent).toBe(1);
});

test('over a real connection that is cut after the shop has committed, one trade is sent and found', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(String(request.url));
    if (request.url?.endsWith('/trade')) request.resume().on('end', () => request.socket.destroy());
    else response.end(JSON.stringify(ok(trade()).body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : expect.fail('no port');
  const url = `http://127.0.0.1:${port}`;
  const supplier = new SupplierClient({ url, apiId: '1', apiKey: 'k', timing: instantTiming() });
  expect(await supplier.trade(order)).toMatchObject({ contents: 'CARD-1' });
  expect(asked).toEqual(['/plugin/open-api/trade', '/plugin/open-api/query']);
  await supplier.close();
  server.close();
});
