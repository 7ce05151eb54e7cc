import { describe, expect, it } from 'vitest';
import { NUMBER, openSupplier } from '../testing/open-supplier.ts';

describe('a trade', () => {
  // Each row also fails every check behind its own: what is answered shows the order.
  it.each([
    [{ trade_no: '123', sku_id: '9' }, '订单号不能低于24位'],
    [{ trade_no: `${NUMBER}5`, sku_id: '9' }, '订单号不能低于24位'],
    [{ trade_no: '号'.repeat(24), sku_id: '9' }, '订单号不能低于24位'],
    [{ sku_id: '9', quantity: '0' }, 'SKU 不存在'],
    [{ sku_id: '151', quantity: '0' }, '商品未上架'],
    [{ sku_id: '61', quantity: '0' }, '充值账号 不能为空'],
    [{ sku_id: '61', account: '1', quantity: '0' }, '请填写正确的手机号'],
    [{ sku_id: '141', quantity: '0' }, '金额错误'],
    [{ sku_id: '141', quantity: '-1' }, '金额错误'],
    [{ sku_id: '54' }, '金额错误'],
    [{ sku_id: '141', quantity: '999' }, '余额不足'],
    [{ sku_id: '141', quantity: '99999999' }, '余额不足'],
    [{ sku_id: '122' }, '发货插件未启用'],
    [{ sku_id: '141' }, '库存不足'],
  ])('%j is refused with HTTP 200 and code 0, and costs nothing: %s', async (fields, msg) => {
    const { buy, state } = await openSupplier();
    expect(await buy(fields)).toMatchObject({ status: 200, json: { code: 0, msg } });
    expect(state().charges).toEqual([]);
  });

  it('takes any 24 bytes for a number', async () => {
    const { buy } = await openSupplier();
    expect((await buy({ trade_no: '号'.repeat(8) })).json).toMatchObject({ code: 200 });
  });

  it('takes the value of an option, and whatever else is posted there', async () => {
    const { buy } = await openSupplier();
    const posted = [{ region: 'hk' }, { region: '港服' }, { region: '火星' }, {}];
    for (const [at, fields] of posted.entries())
      expect(
        (await buy({ sku_id: '81', trade_no: `${NUMBER.slice(1)}${at}`, ...fields })).json,
      ).toMatchObject({
        code: 200,
      });
  });

  it.each<[Record<string, string>, string]>([
    [{ sku_id: '141' }, 'a SKU that is sold out'],
    [{ sku_id: '122' }, 'a SKU whose plugin is gone'],
    [{ sku_id: '31', quantity: '2' }, 'another wish'],
  ])('%j under a used number gives the error page: %s', async (fields) => {
    const { buy, state } = await openSupplier();
    await buy();
    expect(await buy(fields)).toMatchObject({
      ...{ status: 200, json: null },
      body: expect.stringMatching(/^<b style='color: #ff8b39;'>\):<\/b> /),
    });
    expect(state().charges).toHaveLength(1);
  });

  it.each([
    [{ quantity: '999' }, '余额不足'],
    [{ sku_id: '151' }, '商品未上架'],
    [{ sku_id: '61' }, '充值账号 不能为空'],
  ])('%j under a used number is refused like all others: %s', async (fields, msg) => {
    const { buy } = await openSupplier();
    await buy();
    expect((await buy(fields)).json).toEqual({ code: 0, msg });
  });

  it('for more than there are takes the money, delivers nothing and apologises', async () => {
    const { buy, ask, control, state } = await openSupplier();
    const { json } = await buy({ sku_id: '33', quantity: '2' });
    expect(json).toMatchObject({
      code: 200,
      data: { status: 0, contents: '很抱歉，有人在你付款之前抢走了商品，请联系客服。', amount: '8.00' },
    });
    await control('clock', { advance_seconds: 3600 });
    expect((await ask('query', { trade_no: NUMBER })).json).toEqual(json);
    expect(state()).toMatchObject({ balance: '492', stock: { 33: 1 } });
  });
});
