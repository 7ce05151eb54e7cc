import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { sign, verifyForm } from '@kamikit/signing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSandbox } from '../testing/open-sandbox.ts';

const NUMBER = '280000000001795206088944';

/** The plugin as a buyer with a key sees it. */
async function site() {
  const { sandbox, control } = await openSandbox();
  const { url, apiId, apiKey } = sandbox.supplier;
  async function ask(
    path: string,
    fields: Record<string, string> = {},
    options: { prefix?: string; signature?: string } = {},
  ) {
    const { prefix = '/plugin/open-api', signature = sign(fields, apiKey) } = options;
    const response = await fetch(`${url}${prefix}/${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'api-id': apiId, 'api-signature': signature },
    });
    const body = await response.text();
    return { status: response.status, json: body.startsWith('{') ? (JSON.parse(body) as Body) : null, body };
  }
  const buy = (fields: Record<string, string> = {}) =>
    ask('trade', { sku_id: '11', quantity: '1', trade_no: NUMBER, ...fields });
  return { sandbox, control, ask, buy, state: () => sandbox.state().supplier };
}

interface Body {
  code: number;
  msg: string;
  data?: { [field: string]: unknown };
}

/** Somebody who is notified, and what arrived. */
async function receiver() {
  const arrived: Array<{ body: string; signature: string }> = [];
  const server = createServer(async (request, response) => {
    arrived.push({ body: await text(request), signature: String(request.headers['api-signature']) });
    response.end('{"code":200,"msg":"success"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return {
    arrived,
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/notify/${NUMBER}`,
  };
}

describe('the signature', () => {
  it('is asked of every request, over the posted fields', async () => {
    const { ask } = await site();
    expect((await ask('items')).json).toMatchObject({ code: 200, msg: 'success' });
    expect((await ask('items', {}, { signature: 'no' })).json).toEqual({ code: 0, msg: '签名错误' });
  });

  it.each(['a&b', 'a<b', 'a"b', "a'b", 'a%41b', ' a', 'a\u0001b', 'a\r\nb', '[1,"x"]', '&#33;'])(
    'fails for %j, which the request filter alters',
    async (value) => {
      const { buy } = await site();
      expect((await buy({ note: value })).json).toMatchObject({ code: 0, msg: '签名错误' });
    },
  );

  it.each(['卡密 😀', 'a+b', '50%', 'a\nb', 'https://x.example/?x=1', '@=#\\|;-:'])(
    'stands for %j',
    async (value) => {
      const { buy } = await site();
      expect((await buy({ note: value })).json).toMatchObject({ code: 200 });
    },
  );
});

describe('trade', () => {
  it('charges once and delivers, and query tells the same by the buyer’s number', async () => {
    const { buy, ask, state } = await site();
    const { json } = await buy({ quantity: '2' });
    expect(json?.data).toMatchObject({ status: 1, amount: '27.00', item_trade_no: NUMBER });
    expect(String(json?.data?.contents).split('\n')).toHaveLength(2);
    expect((await ask('query', { trade_no: NUMBER })).json?.data).toEqual(json?.data);
    expect(state()).toMatchObject({ balance: '473', charges: [{ item_trade_no: NUMBER, amount: '27' }] });
  });

  it('eight at once under one number: one charge, seven pages', async () => {
    const { buy, state } = await site();
    const replies = await Promise.all(Array.from({ length: 8 }, () => buy()));
    expect(replies.filter(({ status, json }) => status === 200 && json === null)).toHaveLength(7);
    expect(state().charges).toHaveLength(1);
  });

  it.each([
    [{ trade_no: '123' }, -10, '订单号不能低于24位'],
    [{ sku_id: '999999' }, 0, 'SKU 不存在'],
    [{ sku_id: '151' }, 0, '<b>商品未上架</b>'],
    [{ sku_id: '61' }, -10, '充值账号 不能为空'],
    [{ sku_id: '61', account: '1' }, -10, '请填写正确的手机号'],
    [{ sku_id: '141', quantity: '999' }, 0, '余额不足'],
    [{ sku_id: '141' }, 0, '库存不足'],
  ])('%j is refused with HTTP 200, and costs nothing', async (fields, code, msg) => {
    const { buy, state } = await site();
    expect(await buy(fields)).toMatchObject({ status: 200, json: { code, msg } });
    expect(state().charges).toEqual([]);
  });

  it.each([
    ['131', 2, '500'],
    ['121', 3, '500'],
    ['111', 1, '464'],
  ])('SKU %s waits with a notice, and ends with status %d', async (sku_id, status, balance) => {
    const { buy, ask, control, state } = await site();
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
  it('a sub-site answers under its own prefix, a shop may lack endpoints, and the status may be missing', async () => {
    const { ask, buy, control } = await site();
    await control('supplier', { without: ['connect'], status_field: false });
    expect(await ask('connect')).toMatchObject({ status: 404, json: null });
    expect((await buy()).json?.data).not.toHaveProperty('status');
    await control('supplier', { prefix: '/plugin/77/open-api', items: 2_000 });
    expect((await ask('items')).status).toBe(404);
    const list = await ask('items', {}, { prefix: '/plugin/77/open-api' });
    expect(Object.values(list.json?.data ?? {})).toHaveLength(2_000);
  });
});

describe('notifications', () => {
  it('are signed over what is posted, sent when a trade moves, and repeated or forged on demand', async () => {
    const { buy, control, sandbox } = await site();
    const { arrived, url } = await receiver();
    await buy({ sku_id: '101', async_url: url });
    await control('trades', { trade_no: NUMBER, status: 1, contents: 'GOODS' });
    expect(new URLSearchParams(arrived[0]?.body).get('contents')).toBe('GOODS');
    await control('notify', { trade_no: NUMBER, repeat: 2 });
    await control('notify', { trade_no: NUMBER, forge: 'signature' });
    const genuine = arrived.map(({ body, signature }) =>
      verifyForm(body, sandbox.supplier.apiKey, signature),
    );
    expect(genuine).toEqual([true, true, true, false]);
    expect(sandbox.state().supplier.notifications[0]?.answered).toBe('200 {"code":200,"msg":"success"}');
  });

  it('go to this machine only', async () => {
    const { buy, control, state } = await site();
    await buy({ sku_id: '101', async_url: 'https://shop.example/notify' });
    await control('trades', { trade_no: NUMBER, status: 1 });
    expect(state().notifications).toMatchObject([{ answered: expect.stringContaining('not sent') }]);
  });
});
