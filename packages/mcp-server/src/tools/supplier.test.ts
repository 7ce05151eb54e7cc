import type { FaultRequest } from '@kamikit/sandbox';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectHost, sharedEnvironment, startTestSandbox, temporaryFolder } from '../../test/host.ts';
import { createServices } from '../calling/services.ts';
import { readConfig } from '../config/config.ts';
import { createLog } from '../config/log.ts';
import { redactorOf } from '../config/redactor-of.ts';
import { serveHandler } from '../http/serve-handler.ts';

const INSTANT = { sku_id: 11, quantity: 1, max_total: '13.5' };
const BY_HAND = { sku_id: 101, quantity: 1, max_total: '15' };

/** The supplier behind a host, and somebody who receives its notifications into the same ledger. */
async function site(orderDelayMs = 0) {
  const { sandbox, environment } = await startTestSandbox({ orderDelayMs });
  const settings = { ...environment, KAMIKIT_DATA_DIR: temporaryFolder() };
  const config = readConfig({ ...sharedEnvironment(), ...settings });
  const services = createServices(config, createLog('silent', redactorOf(config)));
  const handler = services.spender.notificationHandler({ secret: sandbox.supplier.apiKey });
  const receiver = await serveHandler(handler, { port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    await receiver.close();
    await services.close();
  });
  const host = await connectHost({ environment: { ...settings, KAMIKIT_SUPPLIER_NOTIFY_URL: receiver.url } });
  return {
    ...host,
    sandbox,
    receiver,
    charges: () => sandbox.state().supplier.charges.length,
    async control(path: string, body: object) {
      await fetch(`${sandbox.url}/__sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
    },
  };
}

describe('the supplier', () => {
  it('is browsed page by page and searched, with live stock and the fields to fill in', async () => {
    const { call } = await site();
    expect((await call('supplier_items', { per_page: 5 })).answer).toMatchObject({
      total: 15,
      has_more: true,
    });
    const { answer } = await call('supplier_items', { search: '话费' });
    const [found] = answer.items as Array<{ id: number; sku: Array<{ id: number }> }>;
    expect((await call('supplier_item', { item_id: found?.id })).answer).toMatchObject({
      fields: [{ name: 'account', title: '充值账号', required: true }],
      sku: [{ stock: 99_999 }, {}],
      picture: expect.stringMatching(/^https?:\/\/.*\.png$/),
    });
    expect((await call('supplier_check', { sku_id: 11, quantity: 2 })).answer).toMatchObject({
      ...{ stock: 500, state: true, amount: '27' },
    });
  });

  it('says that it is the API id that is wrong, and not the key', async () => {
    const { environment } = await startTestSandbox();
    const { call } = await connectHost({ environment: { ...environment, KAMIKIT_SUPPLIER_API_ID: '1' } });
    expect(await call('supplier_items')).toMatchObject({
      isError: true,
      answer: {
        error: {
          code: 'unauthorized',
          message: 'the supplier does not know this API id: “商户不存在”',
          hint: expect.stringContaining('It is the API id that is wrong'),
        },
      },
    });
  });

  it.each([
    [{ search: '腾讯视频月卡' }, /“腾讯视频VIP” \(1\)|“腾讯视频” \(1\).*“月卡” \(\d+\)/],
    [{ page: 1000 }, /past the last page/],
  ])('finds nothing for %j, and says what to do', async (args, next) => {
    const { call } = await site();
    expect((await call('supplier_items', args)).answer).toMatchObject({
      ...{ items: [], has_more: false, next: expect.stringMatching(next) },
    });
  });

  it('works without the endpoints that not every shop has', async () => {
    const { call, control } = await site();
    await control('supplier', { without: ['connect', 'amount'] });
    expect((await call('supplier_check', { sku_id: 11, quantity: 2 })).answer).toMatchObject({
      amount: null,
    });
    expect((await call('get_balance')).answer).toMatchObject({ supplier: null });
    expect(await call('supplier_trade', { ...INSTANT, idempotency_key: 'k' })).toMatchObject({
      isError: false,
    });
  });

  it('sells once per key, and the contents can be read again', async () => {
    const { call, charges } = await site();
    const first = await call('supplier_trade', { ...INSTANT, idempotency_key: 'k' });
    expect(first.answer).toMatchObject({ state: 'completed', contents: expect.any(String), amount: '13.5' });
    const again = await call('supplier_trade', { ...INSTANT, idempotency_key: 'k' });
    expect(again.answer).toEqual(first.answer);
    expect((await call('supplier_query', { trade_no: first.answer.trade_no })).answer).toMatchObject({
      contents: first.answer.contents,
    });
    expect(charges()).toBe(1);
  });

  it('is sent nothing above max_total', async () => {
    const { call, charges } = await site();
    const wish = { ...INSTANT, max_total: '13.49', idempotency_key: 'k' };
    expect(await call('supplier_trade', wish)).toMatchObject({
      answer: { error: { code: 'price_changed' } },
    });
    expect(charges()).toBe(0);
  });

  it.each([
    [{}, '充值账号'],
    [{ account: '1' }, '手机号'],
    [{ account: '138&00001111' }, '"&"'],
    [{ account: '13800001111', other: 'x' }, 'other'],
  ])('is sent nothing with fields %j, and the fault is named', async (fields, named) => {
    const { call, sandbox } = await site();
    const wish = { sku_id: 61, quantity: 1, max_total: '10', fields, idempotency_key: 'k' };
    expect(await call('supplier_trade', wish)).toMatchObject({
      answer: { error: { code: 'invalid_request', message: expect.stringContaining(named) } },
    });
    expect(sandbox.state().counts.supplier?.trade).toBeUndefined();
  });
});

describe('goods delivered by hand', () => {
  it('come with a notice, which is never presented as goods', async () => {
    const { call } = await site();
    const { answer } = await call('supplier_trade', { ...BY_HAND, idempotency_key: 'k' });
    expect(answer).toMatchObject({
      state: 'pending',
      contents: null,
      notice: expect.stringContaining('耐心'),
    });
    expect((await call('list_ledger')).answer).toMatchObject({
      entries: [{ state: 'pending', cards: null }],
    });
  });

  it('reach the ledger by a notification; a repeated or forged one changes nothing', async () => {
    const { call, control, sandbox } = await site();
    const { answer } = await call('supplier_trade', { ...BY_HAND, idempotency_key: 'k' });
    const { trade_no } = answer;
    await control('notify', { trade_no, status: 1, forge: 'signature' });
    await control('notify', { trade_no, status: 1 }); // signed, but the shop does not confirm it
    expect((await call('list_ledger')).answer).toMatchObject({
      entries: [{ state: 'pending', cards: null }],
    });
    await control('trades', { trade_no, status: 1, contents: 'GOODS-1' });
    await control('notify', { trade_no, repeat: 2 });
    await control('notify', { trade_no, status: 0 });
    await control('notify', { trade_no, forge: 'foreign_order' });
    expect((await call('list_ledger')).answer).toMatchObject({
      entries: [{ state: 'completed', cards: 'GOODS-1' }],
    });
    const answered = sandbox.state().supplier.notifications.map((sent) => sent.answered.slice(0, 3));
    expect(answered).toEqual(['403', '409', '200', '200', '200', '200', expect.stringMatching(/^40[04]$/)]);
  });

  it.each([
    [131, 'failed'],
    [121, 'refunded'],
    [111, 'completed'],
  ])('or late: SKU %d ends %s', async (sku_id, state) => {
    const { call, control } = await site(60_000);
    const wish = { sku_id, quantity: 1, max_total: '40', idempotency_key: 'k' };
    const { answer } = await call('supplier_trade', wish);
    expect(answer).toMatchObject({ state: 'pending' });
    await control('clock', { advance_seconds: 61 });
    const { trade_no } = answer;
    expect((await call('supplier_query', { trade_no })).answer).toMatchObject({ state });
    expect((await call('list_ledger')).answer).toMatchObject({ entries: [{ state }] });
  });
});

const faults: ReadonlyArray<Pick<FaultRequest, 'kind'> & Record<string, unknown>> = [
  { kind: 'reset_before' },
  { kind: 'reset_after' },
  { kind: 'refuse_connection' },
  { kind: 'html' },
  { kind: 'html', after: false },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 500, after: true },
  { kind: 'status', status: 302, after: true },
  { kind: 'truncate' },
  { kind: 'truncate', abort: true },
  { kind: 'garbage' },
  { kind: 'garbage', bytes: true },
];

describe('a trade whose answer is unclear', () => {
  it.each(faults)(
    'by %j is found or sent again under the same number: one charge, and the goods',
    async (fault) => {
      const { call, sandbox, charges } = await site();
      sandbox.addFault({ upstream: 'supplier', operation: 'trade', ...fault });
      const { answer } = await call('supplier_trade', { ...INSTANT, idempotency_key: 'k' });
      expect(answer).toMatchObject({ state: 'completed', contents: expect.any(String) });
      expect(charges()).toBe(1);
    },
  );

  it('and cannot be queried stays unknown until it can be, and is then found', async () => {
    const { call, sandbox, charges } = await site();
    sandbox.addFault({ upstream: 'supplier', operation: 'trade', kind: 'reset_after' });
    sandbox.addFault({ upstream: 'supplier', operation: 'query', kind: 'status', status: 500, times: 40 });
    expect(await call('supplier_trade', { ...INSTANT, idempotency_key: 'k' })).toMatchObject({
      answer: { error: { code: 'outcome_unknown', outcome: 'unknown' } },
    });
    expect(charges()).toBe(1);
    const { answer } = await call('list_ledger', { state: 'unknown' });
    const [entry] = answer.entries as Array<{ entry_id: string }>;
    while (sandbox.state().faults.length > 0) await call('reconcile_ledger', { entry_id: entry?.entry_id });
    await call('reconcile_ledger', { entry_id: entry?.entry_id });
    expect(await call('supplier_trade', { ...INSTANT, idempotency_key: 'k' })).toMatchObject({
      answer: { state: 'completed', contents: expect.any(String) },
    });
    expect(charges()).toBe(1);
  });
});
