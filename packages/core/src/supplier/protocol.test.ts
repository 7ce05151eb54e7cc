import { describe, expect, test } from 'vitest';
import { instantTiming } from '../testing/instant-timing.ts';
import { thrownBy, wireReply } from '../testing/wire-reply.ts';
import type { CallContext, WireReply } from '../transport.ts';
import { getItem } from './get-item.ts';
import { listItems } from './list-items.ts';
import { supplierProtocol } from './protocol.ts';

const apiKey = 'canary-supplier-key';
const baseUrl = new URL('https://shop.example/plugin/open-api/');
const protocol = supplierProtocol({ apiId: '10086', apiKey, baseUrl }, instantTiming());
const READ: CallContext = { upstream: 'supplier', operation: 'supplier.x', effect: 'read' };
const TRADE: CallContext = { ...READ, effect: 'spend' };
const LIST: CallContext = { ...READ, operation: listItems.operation };

const said = (body: unknown, context: CallContext, status = 200) =>
  thrownBy(() => protocol.readReply(wireReply(body, status), context));

test('what goes out is a signed form, without what is not set, that asks for Chinese words', () => {
  expect(protocol.buildRequest(getItem, { item_id: 1, other: undefined })).toEqual({
    method: 'POST',
    url: new URL('https://shop.example/plugin/open-api/item'),
    headers: {
      ...{ accept: 'application/json', 'accept-language': 'zh-CN', 'api-id': '10086' },
      'api-signature': expect.stringMatching(/^[0-9a-f]{32}$/),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'item_id=1',
  });
});

test.each([200, '200'])('code %j gives its data', async (code) => {
  expect(await protocol.readReply(wireReply({ code, data: { id: 1 } }), READ)).toEqual({ id: 1 });
});

describe('what an answer says of a read, and of a trade:', () => {
  const unknown = 'outcome_unknown';

  test.each([
    [401, { code: 0 }, 'unauthorized', 'unauthorized'],
    [404, '<html>', 'not_found', unknown],
    [404, { code: 0, msg: '库存不足' }, 'out_of_stock', 'out_of_stock'],
    [200, '<html>', 'malformed_response', unknown],
    [502, { code: 200, data: {} }, 'unreachable', unknown],
    [200, { code: 0, msg: '库存不足' }, 'out_of_stock', 'out_of_stock'],
    [200, { code: -1, msg: '库存不足' }, 'out_of_stock', 'out_of_stock'],
    [200, { code: 0, msg: ['库存不足'] }, 'upstream_refused', 'upstream_refused'],
    [200, { code: 400, msg: '库存不足' }, 'out_of_stock', 'out_of_stock'],
    [200, { code: 499, msg: '库存不足' }, 'out_of_stock', 'out_of_stock'],
    [200, { code: 409, msg: '库存不足' }, 'out_of_stock', unknown],
    [200, { code: 399, msg: '库存不足' }, 'malformed_response', unknown],
    [200, { code: 500, msg: '库存不足' }, 'malformed_response', unknown],
    [200, { code: 1, msg: '库存不足' }, 'malformed_response', unknown],
    [200, { msg: '库存不足' }, 'malformed_response', unknown],
    [200, { code: 0, msg: '库存不足', data: { trade_no: '7' } }, 'out_of_stock', unknown],
    [200, { code: 0, msg: '库存不足', data: { item_trade_no: '7' } }, 'out_of_stock', unknown],
    [200, { code: 0, msg: '库存不足', data: { contents: '' } }, 'out_of_stock', unknown],
    [200, { code: 0, msg: '库存不足', data: { contents: null } }, 'out_of_stock', 'out_of_stock'],
  ])('HTTP %d with %j', async (status, body, read, trade) => {
    expect(await said(body, READ, status)).toMatchObject({ code: read, outcome: undefined });
    expect(await said(body, TRADE, status)).toMatchObject({
      code: trade,
      outcome: trade === unknown ? 'unknown' : 'not_committed',
    });
  });
});

describe('an answer is told as what it is:', () => {
  test.each([
    [{ code: 7, msg: '<b>奇怪</b>' }, READ, 'with the undocumented code 7: “奇怪”', '奇怪'],
    [{ msg: '奇怪' }, READ, 'with no code', '奇怪'],
    [{ code: 7 }, READ, 'with the undocumented code 7: “”', ''],
    [
      { code: 409, msg: '奇怪' },
      TRADE,
      'with the code 409 and an answer that leaves open what was done; the request may have been carried out',
      undefined,
    ],
  ])('%j', async (body, context, what, upstreamMessage) => {
    expect(await said(body, context)).toMatchObject({
      ...{ message: `supplier.x: the supplier answered, but ${what}`, upstreamMessage },
    });
  });

  test.each([
    ['<p class="a">余额\n\n 不足</p>！', '余额 不足 ！'],
    ['1<br>2', '1 2'],
    ['3 < 4 > 2', '3 2'],
    ['x'.repeat(3_000), 'x'.repeat(2_000)],
    [`${' '.repeat(2_000)}余额不足`, ''],
  ])('of the page %j its words alone', async (msg, upstreamMessage) => {
    expect(await said({ code: 0, msg }, READ)).toMatchObject({ upstreamMessage });
  });

  test('an endpoint that the shop does not have gives no reason', async () => {
    expect(await said('<html>', READ, 404)).toMatchObject({
      ...{ code: 'not_found', message: 'the supplier refused supplier.x without giving a reason' },
    });
  });

  test('an id that the shop does not know is named, as the key may be right', async () => {
    expect(await said({ code: 0, msg: '商户不存在' }, READ)).toMatchObject({
      code: 'unauthorized',
      message: 'the supplier does not know this API id: “商户不存在”',
      hint: expect.stringContaining('the API id that is wrong'),
    });
    for (const msg of ['密钥错误', '商品不存在', '签名错误，商户不存在'])
      expect(await said({ code: 0, msg }, READ)).toMatchObject({
        ...{ message: `the supplier refused supplier.x: “${msg}”`, hint: undefined },
      });
  });
});

describe('the catalogue', () => {
  const elements = async (reply: WireReply) =>
    Array.fromAsync((await protocol.readReply(reply, LIST)) as AsyncIterable<unknown>);

  test('is read element by element, and no other list is', async () => {
    const content = { code: 200, data: [{ id: 1 }, { id: 2 }] };
    expect(await protocol.readReply(wireReply(content), READ)).toEqual(content.data);
    expect(await protocol.readReply(wireReply(content), LIST)).not.toEqual(content.data);
    expect(await elements(wireReply(content))).toEqual(content.data);
  });

  test('beside a refusal is none', async () => {
    expect(await said({ code: 0, msg: '签名错误', data: [] }, LIST)).toMatchObject({
      code: 'signature_rejected',
    });
    expect(await said({ code: 200, data: [] }, LIST, 502)).toMatchObject({ code: 'unreachable' });
  });

  test('in UTF-8 may be longer than in another encoding', async () => {
    const data = ['卡', ...Array(5).fill('x'.repeat(1024 * 1024))];
    expect((await elements(wireReply({ code: 200, data })))[0]).toBe('卡');
  });

  test('in another encoding is read up to 4 MiB', async () => {
    const [head, tail] = ['{"code":200,"data":["', '"]}'].map((part) => Buffer.from(part));
    const inGbk = (length: number) => {
      const filler = Buffer.alloc(length - 21 - 3, 0x78);
      filler.set([0xbf, 0xa8]); // 卡 in GBK
      const bytes = Buffer.concat([head ?? filler, filler, tail ?? filler]);
      const body = new TextDecoder('gbk').decode(bytes);
      return { ...wireReply(body), bytes };
    };
    await expect(elements(inGbk(4 * 1024 * 1024))).rejects.toThrow('bytes about one thing');
    await expect(elements(inGbk(4 * 1024 * 1024 + 1))).rejects.toThrow(
      'with more than 4194304 bytes that are not UTF-8',
    );
    expect((await elements(inGbk(100)))[0]).toMatch(/^卡x+$/);
  });
});
