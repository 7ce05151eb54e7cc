import { describe, expect, it } from 'vitest';
import { openReceiver } from '../testing/open-receiver.ts';
import { NUMBER, openSupplier } from '../testing/open-supplier.ts';

const LATE = { upstream: 'supplier', operation: 'trade', kind: 'commit_late' } as const;
const UNKNOWN = { code: 0, msg: '订单不存在' };

async function openLate(fault: object) {
  const supplier = await openSupplier();
  supplier.sandbox.addFault({ ...LATE, ...fault });
  return {
    ...supplier,
    found: async () => (await supplier.ask('query', { trade_no: NUMBER })).json,
    wait: (seconds: number) => supplier.control('clock', { advance_seconds: seconds }),
    /** Once the first request has been taken as far as it goes. */
    begun: () => expect.poll(() => supplier.state().under_way, { interval: 1 }).toEqual([NUMBER]),
  };
}

describe('a trade that commits late', () => {
  it('is unknown until the clock has moved on, and charged then, its client gone', async () => {
    const { buy, found, wait, state } = await openLate({ ms: 200_000, reply: 'cut' });
    await expect(buy()).rejects.toThrow();
    await wait(199);
    expect([await found(), state().charges, state().balance]).toEqual([UNKNOWN, [], '500']);
    await wait(1);
    expect(await found()).toMatchObject({ data: { status: 1, trade_time: '2026-11-20 16:00:00' } });
    expect(state()).toMatchObject({ balance: '486.5', charges: [{}], under_way: [] });
  });

  it('is answered then, where its client still waits', async () => {
    const { buy, begun, wait, found } = await openLate({ ms: 40_000 });
    const answered = buy();
    await begun();
    await wait(40);
    expect((await answered).json).toEqual(await found());
  });

  it('is refused at once where it would be refused anyway', async () => {
    const { buy } = await openLate({});
    expect((await buy({ sku_id: '141' })).json).toEqual({ code: 0, msg: '库存不足' });
  });

  it('gives the error page to a second request with its number', async () => {
    const { buy, found, state } = await openLate({ reply: 'cut' });
    await expect(buy()).rejects.toThrow();
    expect(await buy()).toMatchObject({ status: 200, json: null, body: expect.stringMatching(/^<b /) });
    expect([await found(), state().charges]).toEqual([UNKNOWN, []]);
  });

  it('can make a second request wait for the page until it commits', async () => {
    const { sandbox, buy, ask, wait, state } = await openLate({ reply: 'cut', again: 'waits' });
    await expect(buy()).rejects.toThrow();
    let answers = 0;
    const second = buy().finally(() => {
      answers += 1;
    });
    await expect.poll(() => sandbox.state().counts.supplier?.trade, { interval: 1 }).toBe(2);
    await ask('connect');
    expect(answers).toBe(0);
    await wait(40);
    expect((await second).body).toMatch(/^<b /);
    expect(state().charges).toHaveLength(1);
  });

  it('holds its money back', async () => {
    const { buy } = await openLate({ reply: 'cut' });
    await expect(buy({ sku_id: '51', quantity: '200' })).rejects.toThrow();
    expect((await buy({ sku_id: '51', quantity: '51', trade_no: NUMBER.replace(/.$/, '5') })).json).toEqual({
      ...{ code: 0, msg: '余额不足' },
    });
  });
});

describe('a notifier that fires whenever an order is saved', () => {
  it('tells of a trade before its answer, without goods and with them', async () => {
    const { buy, ask, control } = await openSupplier();
    await control('supplier', { notify_on_save: true });
    const known: unknown[] = [];
    const { arrived, url } = await openReceiver(async () => {
      known.push((await ask('query', { trade_no: NUMBER })).json);
    });
    const { json } = await buy({ async_url: url });
    const told = arrived.map(({ body }) => new URLSearchParams(body));
    expect(told.map((form) => [form.get('status'), form.get('contents')])).toEqual([
      ['0', ''],
      ['1', json?.data?.contents],
    ]);
    expect(known).toEqual([UNKNOWN, UNKNOWN]);
    expect((await ask('query', { trade_no: NUMBER })).json).toEqual(json);
  });

  it.each([
    ['refusal', '{"code":0,"msg":"连接失败#0"}'],
    ['page', "<b style='color: #ff8b39;'>"],
  ])('tells of a trade that is rolled back with a %s', async (reply, start) => {
    const { sandbox, buy, ask, state } = await openSupplier();
    const { arrived, url } = await openReceiver();
    sandbox.addFault({ upstream: 'supplier', operation: 'trade', kind: 'roll_back', reply });
    expect((await buy({ async_url: url })).body.startsWith(start)).toBe(true);
    expect(arrived.map(({ body }) => new URLSearchParams(body).get('status'))).toEqual(['0', '1']);
    expect((await ask('query', { trade_no: NUMBER })).json).toEqual(UNKNOWN);
    expect(state()).toMatchObject({ balance: '500', charges: [], trades: [], under_way: [] });
  });

  it('sends more than 170 kB for 3,000 cards', async () => {
    const { buy, control } = await openSupplier();
    const { arrived, url } = await openReceiver();
    await control('supplier', { notify_on_save: true });
    await buy({ sku_id: '53', quantity: '3000', async_url: url });
    expect(arrived[1]?.body.length).toBeGreaterThan(170_000);
  });
});

it.each([
  [{ ...LATE, operation: 'query' }, 'commit_late strikes no supplier query'],
  [{ ...LATE, upstream: 'storefront', operation: 'purchase' }, 'commit_late strikes no storefront purchase'],
  [{ ...LATE, kind: 'roll_back', operation: '*' }, 'roll_back strikes no supplier *'],
])('%j is refused: there is no transaction', async (fault, message) => {
  const { control } = await openSupplier();
  const body = { message: expect.stringContaining(message) };
  expect(await control('faults', fault)).toMatchObject({ status: 400, body });
});
