import { createServer } from 'node:http';
import { SupplierClient } from '@kamikit/core';
import type { LedgerEntry, Settlement } from '@kamikit/ledger';
import { MockAgent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Spender } from '../index.ts';
import { openShop } from '../testing/open-shop.ts';

type Handler = ReturnType<Spender['notificationHandler']>;

/** Serves handlers on a free port, as a program would; gives its public base. */
async function receive(handle: Handler): Promise<string> {
  const server = createServer(async (message, response) => {
    const signature = String(message.headers['api-signature'] ?? '');
    const body = Buffer.concat(await Array.fromAsync(message));
    const init = { method: 'POST', headers: { 'api-signature': signature }, body };
    const answer = await handle(new Request(new URL(message.url ?? '/', 'http://localhost'), init));
    response.writeHead(answer.status).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}/notify`;
}

/** A trade made by hand, of which the shop notifies the handler of whichever spender is set. */
async function openNotified() {
  let handler: Handler = async () => new Response(null, { status: 503 });
  const shop = await openShop({ spender: { notifyUrl: await receive((request) => handler(request)) } });
  const recorded: LedgerEntry[] = [];
  const unconfirmed: Array<[string, number]> = [];
  const handleWith = (spender: Pick<Spender, 'notificationHandler'>) => {
    const onRecorded = (entry: LedgerEntry) => recorded.push(entry);
    const onUnconfirmed = (entry: LedgerEntry, dueInMs: number) => unconfirmed.push([entry.id, dueInMs]);
    const { apiKey: secret } = shop.sandbox.supplier;
    handler = spender.notificationHandler({ secret, onRecorded, onUnconfirmed });
  };
  const handleBy = (other: Handler) => {
    handler = other;
  };
  handleWith(shop.spender);
  const wish = { sku_id: 101, quantity: 1, max_total: 15 };
  const { id, reference: trade_no } = await shop.spender.trade(wish, { idempotencyKey: 'k' });
  const sent = () => shop.sandbox.state().supplier.notifications;
  return {
    ...{ ...shop, id, trade_no, recorded, unconfirmed, handleWith, handleBy },
    answered: () => sent().map(({ answered }) => answered.slice(0, 3)),
    entry: () => shop.ledger.get(id),
  };
}

describe('a notification', () => {
  it('brings the goods of a trade into the ledger', async () => {
    const { control, trade_no, entry, recorded, answered, id } = await openNotified();
    await control('trades', { trade_no, status: 1, contents: 'GOODS-1' });
    expect(await entry()).toMatchObject({
      state: 'completed',
      result: { contents: 'GOODS-1', notice: null },
    });
    expect(recorded).toMatchObject([{ id, state: 'completed' }]);
    expect(answered()).toEqual(['200']);
  });

  it.each([
    [2, 'failed'],
    [3, 'refunded'],
  ])('of status %d makes the entry %s', async (status, state) => {
    const { control, trade_no, entry } = await openNotified();
    await control('trades', { trade_no, status });
    expect(await entry()).toMatchObject({ state });
  });

  it.each([
    ['forged', { forge: 'signature', status: 1 }, '403'],
    ['of an order that we did not place', { forge: 'foreign_order', status: 1 }, '404'],
    ['signed, but not confirmed by the shop when it is asked', { status: 1 }, '409'],
  ])('that is %s changes nothing', async (_, notification, status) => {
    const { control, trade_no, entry, recorded, answered } = await openNotified();
    const before = await entry();
    await control('notify', { trade_no, ...notification });
    expect(await entry()).toEqual(before);
    expect([recorded, answered()]).toEqual([
      [],
      [expect.stringMatching(status === '404' ? /^40[04]$/ : status)],
    ]);
  });

  it('that the shop confirms only later is looked at again then, however long that would have taken', async () => {
    const { control, trade_no, entry, id, ledger, pass, spender, unconfirmed, handleWith } =
      await openNotified();
    await pass(3_600_000);
    for (const due of await ledger.claimDue({ limit: 9 })) await ledger.putOff(due);
    await control('notify', { trade_no, status: 1 });
    expect(unconfirmed).toEqual([[id, 5_000]]);
    handleWith({ notificationHandler: () => async () => new Response(null, { status: 503 }) });
    await control('trades', { trade_no, status: 1, contents: 'GOODS-1' });
    await pass(4_999);
    await spender.lookAgain();
    expect(await entry()).toMatchObject({ state: 'pending' });
    await pass(1);
    await spender.lookAgain();
    expect(await entry()).toMatchObject({ state: 'completed', result: { contents: 'GOODS-1' } });
  });

  it('that the shop confirms only later brings also what had failed, and not what is delivered', async () => {
    const { control, trade_no, entry, id, pass, spender, unconfirmed, handleWith } = await openNotified();
    await control('trades', { trade_no, status: 2 });
    expect(await entry()).toMatchObject({ state: 'failed' });
    await control('notify', { trade_no, status: 1 });
    expect(unconfirmed).toEqual([[id, 5_000]]);
    handleWith({ notificationHandler: () => async () => new Response(null, { status: 503 }) });
    await control('trades', { trade_no, status: 1, contents: 'GOODS-1' });
    await pass(5_000);
    await spender.lookAgain();
    expect(await entry()).toMatchObject({ state: 'completed', result: { contents: 'GOODS-1' } });
    handleWith(spender);
    await control('notify', { trade_no, status: 2 });
    expect(unconfirmed).toHaveLength(1);
  });

  it('of what had failed, and goes on at the shop after all, is asked about once and not waited for', async () => {
    const { control, trade_no, entry, pass, spender, requests } = await openNotified();
    await control('trades', { trade_no, status: 2 });
    await control('notify', { trade_no, status: 1 });
    await control('trades', { trade_no, status: 0 });
    await pass(5_000);
    const before = requests();
    await spender.lookAgain();
    expect([(await entry())?.state, requests() - before]).toEqual(['failed', 1]);
  });

  it('and that the shop never confirms of what is paid back is not asked about again', async () => {
    const { control, trade_no, entry, pass, unconfirmed, answered } = await openNotified();
    // Its day is over: no budget waits for the money.
    await pass(24 * 3_600_000);
    await control('trades', { trade_no, status: 3 });
    await control('notify', { trade_no, status: 1 });
    expect([(await entry())?.state, answered(), unconfirmed]).toEqual(['refunded', ['200', '409'], []]);
  });

  it('of what had failed is asked about until the shop can be asked', async () => {
    const { control, trade_no, entry, pass, spender, spenderWith, handleWith } = await openNotified();
    await control('trades', { trade_no, status: 2 });
    await control('notify', { trade_no, status: 1 });
    handleWith({ notificationHandler: () => async () => new Response(null, { status: 503 }) });
    await control('trades', { trade_no, status: 1, contents: 'GOODS-1' });
    await pass(5_000);
    const failures: unknown[] = [];
    const away = spenderWith({ supplier: () => Promise.reject(new Error('away')) });
    await away.lookAgain({ onFailure: (_, reason) => failures.push(reason) });
    expect([failures.length, (await entry())?.state]).toEqual([1, 'failed']);
    await pass(3_600_000);
    await spender.lookAgain();
    expect(await entry()).toMatchObject({ state: 'completed' });
  });

  it('that is repeated, or older than what is known, is accepted and changes nothing', async () => {
    const { control, trade_no, entry, recorded, answered } = await openNotified();
    await control('trades', { trade_no, status: 1, contents: 'GOODS-1' });
    const settled = await entry();
    await control('notify', { trade_no, repeat: 2 });
    await control('notify', { trade_no, status: 0 });
    await control('notify', { trade_no, status: 2 });
    expect(await entry()).toEqual(settled);
    expect(recorded).toHaveLength(1);
    expect(answered()).toEqual(Array(5).fill('200'));
  });

  it('that cannot be recorded makes the shop hear of it, without our reasons, and may come again', async () => {
    const { control, trade_no, entry, answered, sandbox, spenderWith, spender, handleWith } =
      await openNotified();
    handleWith(spenderWith({ ledger: () => Promise.reject(new RangeError('/secret/path')) }));
    await control('trades', { trade_no, status: 1, contents: 'GOODS-1' });
    expect(await entry()).toMatchObject({ state: 'pending' });
    handleWith(spender);
    await control('notify', { trade_no });
    expect(await entry()).toMatchObject({ state: 'completed' });
    expect(answered()).toEqual(['500', '200']);
    expect(JSON.stringify(sandbox.state())).not.toContain('secret/path');
  });

  it('that comes while the ledger is away is not forgotten: it is told of once the ledger is back', async () => {
    const {
      control,
      trade_no,
      entry,
      ledger,
      sandbox,
      spenderWith,
      pass,
      spender,
      unconfirmed,
      id,
      handleBy,
    } = await openNotified();
    let isAway = true;
    const flaky = async () => (isAway ? Promise.reject(new RangeError('away')) : ledger);
    const again: Array<() => Promise<void>> = [];
    const { apiKey: secret } = sandbox.supplier;
    const onUnconfirmed = (entry: LedgerEntry, dueInMs: number) => unconfirmed.push([entry.id, dueInMs]);
    const onUnrecorded = (_: string, attempt: () => Promise<void>) => again.push(attempt);
    handleBy(spenderWith({ ledger: flaky }).notificationHandler({ secret, onUnconfirmed, onUnrecorded }));
    await pass(3_600_000);
    for (const due of await ledger.claimDue({ limit: 9 })) await ledger.putOff(due);
    await control('trades', { trade_no, status: 1, contents: 'GOODS-1' });
    expect([again.length, (await entry())?.state]).toEqual([1, 'pending']);
    await expect(again[0]?.()).rejects.toThrow('away');
    isAway = false;
    await again[0]?.();
    expect(unconfirmed).toEqual([[id, 5_000]]);
    await pass(5_000);
    await spender.lookAgain();
    expect(await entry()).toMatchObject({ state: 'completed', result: { contents: 'GOODS-1' } });
  });

  it('is recorded also of a shop that does not repeat our number when it is asked', async () => {
    const { control, trade_no, entry, answered, sandbox, spenderWith, handleWith } = await openNotified();
    const agent = new MockAgent();
    onTestFinished(() => agent.close());
    const data = { trade_no: 'S1', status: 1, amount: '15', contents: 'GOODS-1' };
    agent
      .get('https://shop.example')
      .intercept({ path: '/plugin/open-api/query', method: 'POST' })
      .reply(200, { code: 200, msg: 'success', data });
    const supplier = new SupplierClient({
      ...sandbox.supplier,
      url: 'https://shop.example',
      dispatcher: agent,
    });
    handleWith(spenderWith({ supplier }));
    await control('notify', { trade_no, status: 1 });
    expect(answered()).toEqual(['200']);
    expect(await entry()).toMatchObject({ state: 'completed', result: { contents: 'GOODS-1' } });
  });

  it('is recorded as one, so that its owner can be told', async () => {
    const { control, trade_no, ledger, spenderWith, handleWith } = await openNotified();
    const settled: Settlement[] = [];
    const settle: typeof ledger.settle = (id, settlement) => {
      settled.push(settlement);
      return ledger.settle(id, settlement);
    };
    handleWith(spenderWith({ ledger: { ...ledger, settle } }));
    await control('trades', { trade_no, status: 1, contents: 'GOODS-1' });
    expect(settled).toMatchObject([{ state: 'completed', isNotified: true }]);
  });

  it('that is forged is told of', async () => {
    const { spender, sandbox } = await openShop();
    let forged = 0;
    const onForged = () => {
      forged += 1;
    };
    const handle = spender.notificationHandler({ secret: sandbox.supplier.apiKey, onForged });
    const body = new URLSearchParams({ trade_no: '2'.repeat(24), status: '1', sign: 'forged' });
    const headers = { 'api-signature': 'forged' };
    const answer = await handle(new Request('http://localhost/notify', { method: 'POST', headers, body }));
    expect([answer.status, forged]).toEqual([403, 1]);
  });
});
