import { describe, expect, test } from 'vitest';
import { parseMoney, tradeProgress } from '../index.ts';
import { failure, NO, no, ok, supplierAgainst, trade } from '../testing/supplier-shop.ts';
import { tradeNoInput, tradeSchema } from './trade.ts';

const APOLOGY = '很抱歉，有人在你付款之前抢走了商品，请联系客服。';

describe('how a trade stands', () => {
  test.each([
    [1, null, 'shipped'],
    [2, null, 'failed'],
    [3, null, 'refunded'],
    [0, null, 'waiting'],
    [9, null, 'waiting'],
    [null, null, 'waiting'],
    [0, '请等待', 'waiting'],
    [0, APOLOGY, 'sold_out'],
    [null, `<p>${APOLOGY}</p>`, 'sold_out'],
    [0, '有人在付款之前抢走商品', 'sold_out'],
    [2, APOLOGY, 'failed'],
    [3, APOLOGY, 'refunded'],
  ] as const)('with status %s and the notice %s is %s', (status, notice, progress) => {
    expect(tradeProgress({ status, notice })).toBe(progress);
  });

  test('is final when the shop apologises: nobody waits for what is sold', async () => {
    const { supplier, requests } = supplierAgainst([ok(trade({ status: 0, contents: APOLOGY }))]);
    expect(await supplier.waitForTrade(NO)).toMatchObject({ contents: null, notice: APOLOGY });
    expect(requests).toHaveLength(1);
  });
});

describe('a trade', () => {
  const read = (fields: object) => tradeSchema.parse({ trade_no: '7', status: 1, ...fields });

  test.each([
    ['CARD-1\nCARD-2', 'CARD-1\nCARD-2'],
    [['CARD-1', 2], 'CARD-1\n2'],
    [[], null],
    [' \n', null],
    [7, null],
    [undefined, null],
  ])('holds the contents %j as %j, as goods or as a notice', (contents, text) => {
    expect(read({ contents })).toMatchObject({ contents: text, notice: null });
    expect(read({ contents, status: 0 })).toMatchObject({ contents: null, notice: text });
  });

  test('has a number of the shop or of the buyer', () => {
    expect(read({ trade_no: null, item_trade_no: NO })).toMatchObject({ item_trade_no: NO });
    expect(tradeSchema.safeParse({ trade_no: ' ', status: 1 }).error?.issues).toMatchObject([
      { message: 'expected an order number' },
    ]);
  });

  test('keeps an amount as it came where it cannot be read', () => {
    expect([read({ amount: '五' }).amount_text, read({ amount: '5' }).amount_text]).toEqual([
      ...['五', undefined],
    ]);
  });

  test.each(['1'.repeat(23), '1'.repeat(25), `${NO} `, `-${NO.slice(1)}`])('has no number %j', (number) => {
    expect(tradeNoInput.safeParse(number).error?.issues).toMatchObject([{ message: 'expected 24 digits' }]);
    expect(tradeNoInput.parse(NO)).toBe(NO);
  });
});

describe('findAmount', () => {
  test.each([
    ['what this account would pay', ok({ amount: '2.50' }), parseMoney('2.5')],
    ['nothing on a shop without the endpoint', { status: 404, body: '<html>404</html>' }, null],
    ['nothing for what the shop does not have', no('SKU 不存在'), null],
    ['nothing where it is no amount', ok({ amount: 'x' }), null],
  ])('tells %s', async (_, reply, amount) => {
    const { supplier, requests } = supplierAgainst([reply]);
    expect(await supplier.findAmount(17, 2)).toBe(amount);
    expect(requests).toMatchObject([
      { path: '/plugin/open-api/amount', fields: { sku_id: '17', quantity: '2' } },
    ]);
  });

  test.each([
    ['a wrong key', no('密钥错误'), 'unauthorized'],
    ['a wrong account', no('商户不存在'), 'unauthorized'],
    ['a wrong signature', no('签名错误'), 'signature_rejected'],
  ])('does not hide %s', async (_, reply, code) => {
    const { supplier } = supplierAgainst([reply]);
    expect(await failure(supplier.findAmount(17, 2))).toMatchObject({ code });
  });
});
