import { sign } from '@kamikit/signing';
import { describe, expect, it } from 'vitest';
import { type Connections, fixtureConnections } from '../interactions/connections.ts';
import { type Exchange, fixtureSchema } from '../interactions/fixture.ts';
import type { OperationName } from '../interactions/operations.ts';
import { makeFixture } from './make-fixture.ts';
import type { Recording } from './redact-recording.ts';

type Answer = Recording & { operation: OperationName };

const KEY = 'canary-key+/=of-the-storefront';
const CARD = 'CANARY/card 1+?&=';
const real: Connections = {
  storefront: { url: 'https://www.tkhao.vip/api', apiKey: KEY },
  cards: { url: 'https://yhs.ihuahui.win/', apiKey: 'canary-key-of-the-cards' },
  supplier: { ...fixtureConnections.supplier, apiId: '777', apiKey: 'canary-key-of-the-supplier' },
};

/** A storefront answer as it came. */
function answered(reply: Exchange['reply'], input = { order_sn: 'SN-CANARY-42' }): Answer {
  const path = `/v2/order/${encodeURIComponent(input.order_sn)}`;
  const headers = { 'x-api-key': KEY, accept: 'application/json' };
  const request = { method: 'GET' as const, path, headers };
  return { operation: 'storefront/get_order', input, exchanges: [{ request, reply }] };
}

const json = (data: unknown, message = '操作成功'): Exchange['reply'] => ({
  ...{ status: 200, headers: { 'content-type': 'application/json' } },
  json: { success: true, message, data },
});
const order = (more: object = {}) => ({
  order_sn: 'SN-CANARY-42',
  status: 4,
  cards: CARD,
  items: [],
  ...more,
});

const made = async (answer: Answer) =>
  fixtureSchema.parse(JSON.parse((await makeFixture(answer, real, 'www.tkhao.vip')).text));
const dataOf = async (answer: Answer) => {
  const [{ reply } = { reply: { failure: '' } }] = (await made(answer)).exchanges;
  return 'json' in reply ? Object(reply.json).data : undefined;
};

describe('a recorded fixture', () => {
  it.each([
    ['as they are', CARD],
    ['in a URL', `https://shop.example/?c=${encodeURIComponent(CARD)}`],
    ['in a form', new URLSearchParams({ c: CARD }).toString()],
    ['in base64', Buffer.from(CARD).toString('base64')],
    ['in base64, one byte on', Buffer.from(`:${CARD}:`).toString('base64')],
    ['in base64, two bytes on', Buffer.from(`::${CARD}`).toString('base64')],
    ['in JSON text', JSON.stringify({ c: CARD }).replaceAll('/', '\\/')],
    ['in a sentence', `your card is ${CARD}, thank you`],
  ])('holds no card that also appears %s', async (_, text) => {
    const { text: fixture } = await makeFixture(
      answered(json(order({ detail: text }), text)),
      real,
      'www.tkhao.vip',
    );
    expect(fixture).toContain('CARD-0001');
    for (const part of [
      'CANARY',
      encodeURIComponent(CARD),
      Buffer.from(CARD).toString('base64').slice(4, -4),
    ])
      expect(fixture).not.toContain(part);
  });

  it('holds neither a key that an upstream repeats, nor one in a page', async () => {
    const page: Exchange['reply'] = {
      ...{ status: 500, headers: { 'content-type': 'text/html' } },
      text: `<p>wrong key ${KEY}, ${encodeURIComponent(KEY)}, order SN-CANARY-42</p>`,
    };
    const { text: fixture } = await makeFixture(answered(page), real, 'www.tkhao.vip');
    expect(fixture).toContain('<title>a page</title>');
    expect(fixture).not.toContain('wrong key');
    expect(fixture).toContain('"path": "/v2/order/ORDER-0001"');
  });

  it.each([
    ['cut JSON', { text: '{"success":true,"data":{"cards":"CANARY-A"' }],
    ['words before the JSON', { text: 'Warning: x {"data":{"cards":"CANARY-A"}}' }],
    ['a page', { text: '<p>CANARY-A</p>' }],
    [
      'fields beside the data',
      { json: { success: true, message: '', cards: 'CANARY-A', list: [{ code: 'CANARY-B' }] } },
    ],
    ['data that are a text', { json: { success: true, message: '', data: 'CANARY-A' } }],
    [
      'cards of several fields',
      {
        json: {
          success: true,
          message: '',
          data: order({ cards: [{ number: 'CANARY-A', pwd: 'CANARY-B' }] }),
        },
      },
    ],
    [
      'a card that is left out of a list, in words',
      {
        json: {
          success: true,
          message: 'last: CANARY-B',
          data: order({ list: [{ code: 'CANARY-A' }, { code: 'CANARY-B' }] }),
        },
      },
    ],
  ])('holds no card of an answer with %s', async (_, body) => {
    const reply = { status: 200, headers: {}, ...body };
    const { text } = await makeFixture(answered(reply), real, 'www.tkhao.vip');
    expect(text).not.toContain('CANARY');
  });

  it('holds no card as PHP escapes it', async () => {
    const cards = '账号:CANARY密码';
    const detail = '\\u8d26\\u53f7:CANARY\\u5bc6\\u7801';
    const { text } = await makeFixture(answered(json(order({ cards, detail }))), real, 'www.tkhao.vip');
    expect(text).not.toContain('CANARY');
  });

  it('tells cards apart line by line, and gives equal ones the same substitute', async () => {
    const cards = 'first card\nsecond card\n\nfirst card';
    expect(await dataOf(answered(json(order({ cards, items: [{ cards: ['second card'] }] }))))).toMatchObject(
      {
        cards: 'CARD-0001\nCARD-0002\n\nCARD-0001',
        items: [{ cards: ['CARD-0002'] }],
      },
    );
  });

  it('keeps types, and fixes what changes from day to day', async () => {
    const before = {
      balance: 94.05,
      total_spent: '1234.50',
      stock: 17,
      created_at: '2026-11-20 09:15:59',
      cards: 12345678,
    };
    expect(await dataOf(answered(json(order(before))))).toMatchObject({
      ...{ balance: 1, total_spent: '1.00', stock: 1, created_at: '2026-01-01 00:00:00', cards: 1 },
    });
  });

  it('keeps the first of each shape from a list of objects', async () => {
    const items = [{ goods_id: 1 }, { goods_id: 2 }, { goods_id: '3' }, { goods_id: 4, more: [] }];
    expect(await dataOf(answered(json(order({ items }))))).toMatchObject({
      items: [{ goods_id: 1 }, { goods_id: '3' }, { goods_id: 4, more: [] }],
    });
  });

  it('keeps of a field that is not listed only its type and form, whoever adds it', async () => {
    const added = {
      ...{ hint: 'a@b.co', ref: '13900000000', rate: '0.25', ratio: 0.25, level: 7, is_vip: true },
      ...{ nothing: null, empty: '', link: 'https://shop.example/a@b.co', note: '<b>a</b>', page: 3 },
      ...{ seen_at: '2026-11-20 09:15', buyer: { name: 'Li', price: 30 }, CARD7: 5, card_holder: { x: 1 } },
      ...{ name: '商品', price: '94.05' },
    };
    const answer = answered(json({ status: 4, ...added }, '13900000000 (a@b.co) bought 商品'));
    expect(await dataOf(answer)).toEqual({
      ...{ hint: 'text-2', ref: '1', rate: '1.00', ratio: 1.5, level: 1, is_vip: false },
      ...{ nothing: null, empty: '', link: 'https://example.com/text-3', note: '<p>text-4</p>', page: 3 },
      ...{
        seen_at: '2026-01-01 00:00',
        buyer: { name: 'text-1', price: 1 },
        field_1: 1,
        card_holder: { x: 1 },
      },
      ...{ name: '商品', price: '94.05', status: 4 },
    });
    const [{ reply } = { reply: { failure: '' } }] = (await made(answer)).exchanges;
    expect('json' in reply && Object(reply.json).message).toBe('text (text) bought 商品');
  });

  it('keeps no header that is not listed', async () => {
    const { exchanges, ...rest } = answered(json(order()));
    const [{ request, reply } = expect.fail('no exchange')] = exchanges;
    const headers = {
      'content-type': 'application/json',
      location: '/login?token=canary',
      'set-cookie': 'c',
    };
    const { text } = await makeFixture(
      { ...rest, exchanges: [{ request, reply: { ...reply, headers } }] },
      real,
      'www.tkhao.vip',
    );
    expect(text).toContain('"content-type": "application/json"');
    expect(text).toContain('"location": "text-');
    expect(text).not.toContain('canary');
  });

  it('is signed again, for the fixtures’ own buyer', async () => {
    const number = '123456789012345678901234';
    const form = { account: 'canary-account', quantity: '1', sku_id: '61', trade_no: number };
    const signature = sign(form, real.supplier.apiKey);
    const request: Exchange['request'] = {
      ...{ method: 'POST', path: '/plugin/open-api/trade', form },
      headers: {
        ...{
          accept: 'application/json',
          'accept-language': 'zh-CN',
          'api-id': '777',
          'api-signature': signature,
        },
        'content-type': 'application/x-www-form-urlencoded',
      },
    };
    const trade = {
      item_trade_no: number,
      trade_no: '987654321098765432109876',
      status: 1,
      contents: 'canary-goods',
    };
    const reply: Exchange['reply'] = {
      status: 200,
      headers: {},
      json: { code: 200, msg: 'success', data: trade },
    };
    const input = { account: 'canary-account', quantity: 1, sku_id: 61, trade_no: number };
    const { exchanges } = await made({
      ...{ operation: 'supplier/trade' as const, input },
      exchanges: [{ request, reply }],
    });
    const { apiId, apiKey } = fixtureConnections.supplier;
    const [{ request: signed } = { request }] = exchanges;
    expect(signed.headers).toMatchObject({
      'api-id': apiId,
      'api-signature': sign(signed.form ?? {}, apiKey),
    });
    const text = JSON.stringify(exchanges);
    for (const secret of ['canary', number, '987654321098765432109876', signature, '777'])
      expect(text).not.toContain(secret);
  });

  it('of a connection that broke says so, and nothing about the address', async () => {
    const { exchanges, client } = await made(answered({ failure: 'ECONNRESET' }));
    expect(exchanges[0]?.reply).toEqual({ failure: 'ECONNRESET' });
    expect(client).toMatchObject({ throws: { code: 'unreachable' } });
  });

  it('is not written when nothing was reached', async () => {
    const nowhere = answered({ failure: 'ENOTFOUND' });
    await expect(makeFixture(nowhere, real, 'www.tkhao.vip')).rejects.toThrow('got no answer (ENOTFOUND)');
  });

  it('is not written when it would still contain a secret', async () => {
    const strange = answered(json(order({ cards: 'some_card', some_card: 'a card as the name of a field' })));
    await expect(makeFixture(strange, real, 'www.tkhao.vip')).rejects.toThrow('it would contain a secret');
  });

  it('is not written when it would not replay', async () => {
    const { exchanges, ...rest } = answered(json(order()));
    const twice = { ...rest, exchanges: [...exchanges, ...exchanges] };
    await expect(makeFixture(twice, real, 'www.tkhao.vip')).rejects.toThrow('it does not replay');
  });
});
