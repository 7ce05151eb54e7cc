import { describe, expect, it } from 'vitest';
import { NUMBER, openSupplier } from '../testing/open-supplier.ts';

describe('browsing', () => {
  it('items is the whole list, with fields as JSON text, nothing, or an empty text or list', async () => {
    const { ask } = await openSupplier();
    const items = Object.values((await ask('items')).json?.data ?? {});
    expect(items).toHaveLength(15);
    const widgets = items.map((item) => (item as { widget: string | null }).widget);
    expect(widgets).toEqual(expect.arrayContaining([null, '', '[]', expect.stringContaining('"regex"')]));
  });

  it.each([
    ['item', { id: '6' }, { id: 6, name: '话费充值', category: { name: '直充' } }],
    ['sku/stock', { sku_id: '11' }, { stock: '500' }],
    ['sku/stock', { sku_id: '101' }, { stock: '在线发货' }],
    ['sku/state', { sku_id: '141', quantity: '9' }, { state: true }],
    ['sku/state', { sku_id: '151', quantity: '1' }, { state: false }],
    ['amount', { sku_id: '11', quantity: '2' }, { amount: '27.00' }],
    ['connect', {}, { balance: '500.00' }],
  ])('%s of %j answers %j', async (path, fields, data) => {
    const { ask } = await openSupplier();
    expect((await ask(path, fields)).json).toMatchObject({ code: 200, data });
  });

  it.each([
    ['item', { id: '99' }, '商品不存在'],
    ['sku/stock', { sku_id: '9' }, 'SKU 不存在'],
    ['sku/state', { sku_id: '9' }, 'SKU 不存在'],
    ['amount', { sku_id: '9', quantity: '1' }, 'SKU 不存在'],
    ['amount', { sku_id: '11', quantity: '0' }, '金额错误'],
    ['query', { trade_no: NUMBER }, '订单不存在'],
  ])('%s of %j is refused: %s', async (path, fields, msg) => {
    const { ask } = await openSupplier();
    expect(await ask(path, fields)).toMatchObject({ status: 200, json: { code: 0, msg } });
  });
});

describe('trade', () => {
  it('charges once and delivers, and query shows the same by the buyer’s number', async () => {
    const { buy, ask, state } = await openSupplier();
    const { json } = await buy({ quantity: '2' });
    expect(json?.data).toMatchObject({ status: 1, amount: '27.00', item_trade_no: NUMBER });
    expect(String(json?.data?.contents).split('\n')).toHaveLength(2);
    expect((await ask('query', { trade_no: NUMBER })).json?.data).toEqual(json?.data);
    expect(state()).toMatchObject({ balance: '473', charges: [{ item_trade_no: NUMBER, amount: '27' }] });
  });

  it('eight at once under one number: one charge, seven pages', async () => {
    const { buy, state } = await openSupplier();
    const replies = await Promise.all(Array.from({ length: 8 }, () => buy()));
    expect(replies.filter(({ status, json }) => status === 200 && json === null)).toHaveLength(7);
    expect(state().charges).toHaveLength(1);
  });

  it('under reset_after is charged all the same, and found by query', async () => {
    const { sandbox, buy, ask, state } = await openSupplier();
    sandbox.addFault({ upstream: 'supplier', operation: 'trade', kind: 'reset_after' });
    await expect(buy()).rejects.toThrow();
    expect((await ask('query', { trade_no: NUMBER })).json?.data).toMatchObject({ status: 1 });
    expect(state().charges).toHaveLength(1);
  });

  it('is shown in Shanghai time, with the shop’s number of 24 digits', async () => {
    const { buy } = await openSupplier();
    expect((await buy()).json?.data).toMatchObject({
      trade_no: expect.stringMatching(/^\d{24}$/),
      trade_time: '2026-11-20 16:00:00',
    });
  });

  it.each([
    [{ trade_no: '123' }, -10, '订单号不能低于24位'],
    [{ sku_id: '999999' }, 0, 'SKU 不存在'],
    [{ sku_id: '151' }, 0, '<b>商品未上架</b>'],
    [{ quantity: '0' }, 0, '金额错误'],
    [{ sku_id: '61' }, -10, '充值账号 不能为空'],
    [{ sku_id: '61', account: '1' }, -10, '请填写正确的手机号'],
    [{ sku_id: '141', quantity: '999' }, 0, '余额不足'],
    [{ sku_id: '141' }, 0, '库存不足'],
  ])('%j is refused with HTTP 200, and costs nothing', async (fields, code, msg) => {
    const { buy, state } = await openSupplier();
    expect(await buy(fields)).toMatchObject({ status: 200, json: { code, msg } });
    expect(state().charges).toEqual([]);
  });

  it.each([
    ['131', 2, '500'],
    ['121', 3, '500'],
    ['111', 1, '464'],
  ])('SKU %s waits with a notice, and ends with status %d', async (sku_id, status, balance) => {
    const { buy, ask, control, state } = await openSupplier();
    expect((await buy({ sku_id })).json?.data).toMatchObject({
      status: 0,
      contents: expect.stringContaining('耐心'),
    });
    await control('clock', { advance_seconds: 60 });
    expect((await ask('query', { trade_no: NUMBER })).json?.data).toMatchObject({ status });
    expect(state().balance).toBe(status === 2 ? '492' : balance);
  });
});

describe('how shops differ', () => {
  it.each(['nowhere', '/items', 'itemsconstructor'])(
    'a missing route %j is a page, also for JSON',
    async (path) => {
      const { ask } = await openSupplier();
      const headers = { accept: 'application/json' };
      expect(await ask(path, {}, { headers })).toMatchObject({ status: 404, json: null });
    },
  );

  it('a bad setting changes nothing', async () => {
    const { control, ask } = await openSupplier();
    expect(await control('supplier', { prefix: '/x', without: ['teleport'] })).toMatchObject({ status: 400 });
    expect(await control('supplier', { prefix: '/x', unknown: 1 })).toMatchObject({ status: 400 });
    expect(await ask('items')).toMatchObject({ status: 200 });
  });

  it('a sub-site answers under its own prefix, a shop may lack endpoints, and the status may be missing', async () => {
    const { ask, buy, control } = await openSupplier();
    await control('supplier', { without: ['connect'], status_field: false });
    expect(await ask('connect')).toMatchObject({ status: 404, json: null });
    expect((await buy()).json?.data).not.toHaveProperty('status');
    await control('supplier', { prefix: '/plugin/77/open-api', items: 2_000 });
    expect((await ask('items')).status).toBe(404);
    const list = await ask('items', {}, { prefix: '/plugin/77/open-api' });
    expect(Object.values(list.json?.data ?? {})).toHaveLength(2_000);
  });
});
