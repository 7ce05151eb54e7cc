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
    ['sku/stock', { sku_id: '9' }, { stock: '0' }],
    ['sku/state', { sku_id: '9' }, { state: false }],
    ['sku/state', { sku_id: '11', quantity: '999' }, { state: true }],
    ['sku/state', { sku_id: '141', quantity: '1' }, { state: false }],
    ['sku/state', { sku_id: '151', quantity: '1' }, { state: false }],
    ['amount', { sku_id: '11', quantity: '2' }, { amount: '27.00' }],
    ['connect', {}, { balance: '500.00' }],
  ])('%s of %j answers %j', async (path, fields, data) => {
    const { ask } = await openSupplier();
    expect((await ask(path, fields)).json).toMatchObject({ code: 200, data });
  });

  it.each([
    ['item', { id: '99' }, '商品不存在'],
    ['item', { id: '15' }, '商品不可用#0'],
    ['amount', { sku_id: '9', quantity: '1' }, 'SKU 不存在'],
    ['amount', { sku_id: '11', quantity: '0' }, '金额错误'],
    ['query', { trade_no: NUMBER }, '订单不存在'],
  ])('%s of %j is refused: %s', async (path, fields, msg) => {
    const { ask } = await openSupplier();
    expect(await ask(path, fields)).toMatchObject({ status: 200, json: { code: 0, msg } });
  });

  it('tells every field of a SKU, by the real shop’s names and types', async () => {
    const { ask } = await openSupplier();
    const [sku] = Object.values((await ask('item', { id: '1' })).json?.data?.sku ?? {});
    expect(sku).toEqual({
      ...{ id: 11, picture_url: '/assets/sku/11.png', stock: '500', message: null, name: '月卡' },
      ...{ stock_price: '13.500000', market_control: false },
      ...{ market_control_min_price: '0.000000', market_control_max_price: '0.000000' },
      ...{ market_control_level_min_price: '0.000000', market_control_level_max_price: '0.000000' },
      ...{ market_control_user_min_price: '0.000000', market_control_user_max_price: '0.000000' },
      ...{ market_control_min_num: 0, market_control_max_num: 0, market_control_only_num: 0 },
    });
  });

  it('shows options with values, one of them preset, and patterns bare', async () => {
    const { ask } = await openSupplier();
    const widgetsOf = async (id: string) =>
      JSON.parse(String((await ask('item', { id })).json?.data?.widget));
    expect(await widgetsOf('8')).toMatchObject([
      { type: 'select', data: '国服=cn,default\r\n港服=hk\r\n美服=us' },
    ]);
    expect(await widgetsOf('6')).toMatchObject([{ regex: '^1\\d{10}$' }]);
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

  it('under html is charged, and the page is the shop’s own', async () => {
    const { sandbox, buy, state } = await openSupplier();
    sandbox.addFault({ upstream: 'supplier', operation: 'trade', kind: 'html' });
    expect(await buy()).toMatchObject({ status: 200, body: expect.stringMatching(/^<b /) });
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
    'a missing route %j is the web server’s page, also for JSON',
    async (path) => {
      const { ask } = await openSupplier();
      const headers = { accept: 'application/json' };
      const body = expect.stringContaining('<center>nginx</center>');
      expect(await ask(path, {}, { headers })).toMatchObject({ status: 404, json: null, body });
    },
  );

  it.each(['GET', 'PUT'])('%s is a missing route', async (method) => {
    const { sandbox } = await openSupplier();
    expect((await fetch(`${sandbox.supplier.url}/plugin/open-api/items`, { method })).status).toBe(404);
  });

  it('a sub-site without the plugin says so', async () => {
    const { ask } = await openSupplier();
    const answer = await ask('connect', {}, { prefix: '/plugin/77/open-api' });
    expect(answer).toMatchObject({ status: 200, json: { code: 0, msg: '插件[OpenApi]不存在' } });
  });

  it('a shop may know neither the status nor the query', async () => {
    const { ask, buy, control } = await openSupplier();
    await control('supplier', { without: ['query'], status_field: false });
    expect((await buy()).json?.data).not.toHaveProperty('status');
    expect(await ask('query', { trade_no: NUMBER })).toMatchObject({ status: 404, json: null });
  });

  it('a bad wish changes nothing', async () => {
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
