import { describe, expect, test } from 'vitest';
import { decodeBody } from './decode-body.ts';
import { SupplierClient } from './index.ts';
import { loopbackShop, raw } from './testing/loopback-shop.ts';
import { shop, wish } from './testing/storefront-shop.ts';

/** In GBK; the last one exists in GB18030 alone. */
const GBK: Readonly<Record<string, string>> = {
  充: 'b3e4',
  值: 'd6b5',
  卡: 'bfa8',
  一: 'd2bb',
  '😀': '9439fc36',
};

const inGbk = (text: string) =>
  Buffer.concat(
    Array.from(text, (letter) => Buffer.from(GBK[letter] ?? letter, letter in GBK ? 'hex' : 'utf8')),
  );
const utf8 = (text: string) => Buffer.from(text);
const body = (cards: string) => JSON.stringify({ success: true, data: { order_sn: 'A1', status: 4, cards } });
const answer = (bytes: Buffer, type = 'application/json') => raw(bytes, 200, { 'content-type': type });

test.each([
  ['GBK, as it says', inGbk, '充值卡', 'application/json; charset=GBK'],
  ['GB2312, as it says in quotes', inGbk, '充值卡', 'application/json; charset="gb2312"'],
  ['GBK, unsaid', inGbk, '充值卡', 'application/json'],
  ['GBK that calls itself UTF-8', inGbk, '充值卡', 'application/json; charset=utf-8'],
  ['GBK that would pass for UTF-8, as it says', inGbk, '一', 'application/json; charset=gbk'],
  ['GB18030, as it says', inGbk, '卡😀', 'application/json; charset=gb18030'],
  ['GB18030, unsaid', inGbk, '卡😀', 'application/json'],
  ['UTF-8, as it says', utf8, '充值卡😀', 'application/json; charset=utf-8'],
  ['UTF-8 that calls itself GBK', utf8, '中文', 'application/json; charset=gbk'],
  ['UTF-8 that calls itself Latin', utf8, '充值卡', 'text/html; charset=iso-8859-1'],
])('%s is read as it was meant', async (_, encode, cards, type) => {
  const { client } = await shop([answer(encode(body(cards)), type)]);
  expect(await client.getOrder('A1')).toMatchObject({ cards });
});

describe('a body', () => {
  /** 一 in GBK, and һ in UTF-8. */
  const EITHER = 'd2bb';

  test.each([
    [EITHER, 'text/html; charset=gbk', '一', true],
    [EITHER, 'text/html; charset="GB18030"', '一', true],
    [EITHER, 'text/html; charset=x-gbk', '一', true],
    [EITHER, 'text/html; charset=my-gbk', 'һ', true],
    [EITHER, 'text/html; charset=gbk2', 'һ', true],
    [EITHER, 'text/html', 'һ', true],
    [EITHER, undefined, 'һ', true],
    ['e4b880', 'text/html; charset=gbk', '一', true],
    ['61b3e4d6b5', 'text/html', 'a充值', true],
    ['c4e3bac3', 'text/html', '你好', true],
    ['8140', 'text/html; charset=cp936', '丂', true],
    ['8140', 'text/html', '丂', false],
    ['61ff', 'text/html', 'a\ufffd', false],
    ['61ff', 'text/html; charset=gbk', 'a\ufffd', false],
    ['61e4b8', 'text/html', 'a\ufffd', true],
  ])('of the bytes %s as %s is %j, for certain: %s', (hex, type, text, isExact) => {
    expect(decodeBody(Buffer.from(hex, 'hex'), type)).toEqual({ text, isExact });
  });
});

describe('bytes that are no text', () => {
  const broken = Buffer.concat([utf8(body('A1B2').slice(0, -3)), Buffer.from('ff', 'hex'), utf8('"}}')]);

  test.each([
    ['whole JSON', broken],
    ['no JSON', Buffer.from('a1ff00', 'hex')],
    ['a byte amiss in a card', Buffer.concat([utf8('{"A":"AB'), Buffer.from('e9', 'hex'), utf8('DEF"}')])],
    [
      'a byte amiss in UTF-8',
      Buffer.concat([utf8(body('卡AB').slice(0, -3)), Buffer.from('e9', 'hex'), utf8('D"}}')]),
    ],
    ['signs of GB18030, unsaid', inGbk(body('卡😀'))],
  ])('leave a purchase unknown, and are kept as they came: %s', async (_, bytes) => {
    const { client, arrived } = await shop([answer(bytes)]);
    await expect(client.purchase(wish)).rejects.toMatchObject({
      ...{ code: 'outcome_unknown', outcome: 'unknown' },
      receivedBody: `base64:${bytes.toString('base64')}`,
    });
    expect(arrived).toHaveLength(1);
  });

  test('do not hide a refusal', async () => {
    const refused = Buffer.concat([
      utf8('{"success":false,"message":"余额不足'),
      Buffer.from('ff', 'hex'),
      utf8('"}'),
    ]);
    const { client } = await shop([answer(refused)]);
    await expect(client.purchase(wish)).rejects.toMatchObject({ code: 'insufficient_balance' });
  });

  test('show in a read, which can be made again', async () => {
    const { client } = await shop([answer(broken)]);
    expect(await client.getOrder('A1')).toMatchObject({ cards: 'A1B2\uFFFD' });
  });

  test('alone at the end of a cut answer, what came before stays readable', async () => {
    const whole = utf8(body('充值卡'));
    const { client } = await shop([answer(whole.subarray(0, whole.indexOf('卡') + 1))]);
    await expect(client.purchase(wish)).rejects.toMatchObject({
      receivedBody: expect.stringMatching(/"cards":"充值\uFFFD$/),
    });
  });
});

test('the key is taken out of bytes that are no text, too', async () => {
  const echo = Buffer.concat([utf8('canary-storefront-key+/='), Buffer.from('ff', 'hex')]);
  const { client } = await shop([answer(echo)]);
  const error: { receivedBody: string } = await client.purchase(wish).catch((reason) => reason);
  expect(error.receivedBody).toContain('[redacted]');
});

test.each([
  ['as it says', 'application/json; charset=gbk'],
  ['unsaid', 'application/json'],
])('a catalogue of 5,000 items in GBK is read whole, %s', async (_, type) => {
  const data = Array.from({ length: 5_000 }, (_, index) => ({ id: index + 1, name: '充值卡' }));
  const { url } = await loopbackShop(answer(inGbk(JSON.stringify({ code: 200, data })), type));
  const supplier = new SupplierClient({ url, apiId: '1', apiKey: 'canary-key' });
  const items = await supplier.items();
  expect([items.length, items.at(-1)]).toMatchObject([5_000, { id: 5_000, name: '充值卡' }]);
  await supplier.close();
});

test('a catalogue of more than 4 MiB in GBK is not read: that would take too long in one go', async () => {
  const data = Array.from({ length: 20_000 }, (_, id) => ({ id, name: '充值卡'.repeat(40) }));
  const { url } = await loopbackShop(answer(inGbk(JSON.stringify({ code: 200, data })), 'application/json'));
  const supplier = new SupplierClient({ url, apiId: '1', apiKey: 'canary-key' });
  await expect(supplier.items()).rejects.toMatchObject({
    ...{ code: 'malformed_response', message: expect.stringContaining('not UTF-8') },
  });
  await supplier.close();
});

test('of an answer of 8,000 cards that leaves a purchase unknown, nothing is cut: it may be all that was paid for', async () => {
  const cards = Array.from({ length: 8_000 }, (_, index) => `CARD-${index}----secret`).join('\n');
  const text = JSON.stringify({ success: true, data: { order_sn: 7, cards } }).slice(0, -1);
  const { client } = await shop([answer(utf8(text))]);
  await expect(client.purchase(wish)).rejects.toMatchObject({ outcome: 'unknown', receivedBody: text });
});
