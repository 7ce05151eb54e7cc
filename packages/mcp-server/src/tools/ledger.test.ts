import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { connectHost, startTestSandbox } from '../../test/host.ts';

const page = z.object({
  total: z.number(),
  next: z.string().optional(),
  entries: z.array(z.object({ entry_id: z.string(), cards: z.string().nullable() }).loose()),
});

const MONTH_CARD = { goods_id: 1, sub_id: 11, max_total: '100', mode: 'sync' };

/** Two orders of cards and a trade, of two days. */
async function shopped(settings = {}) {
  const { environment } = await startTestSandbox();
  const host = await connectHost({ environment: { ...environment, ...settings } });
  await host.call('purchase', { ...MONTH_CARD, quantity: 2, idempotency_key: 'birthday' });
  await host.pass(24 * 60 * 60 * 1000);
  await host.call('purchase', { ...MONTH_CARD, quantity: 3, idempotency_key: 'party' });
  await host.call('supplier_trade', { sku_id: 11, quantity: 1, max_total: '14', idempotency_key: 'stock' });
  const list = async (args: object) => page.parse((await host.call('list_ledger', { ...args })).answer);
  return { ...host, list };
}

const NAMES = { name: '腾讯视频VIP会员', specification: '月卡' };

describe('list_ledger', () => {
  it('“the same as last time”: one call tells the name, the numbers and how many', async () => {
    const { list } = await shopped();
    const { entries } = await list({ search: '腾讯 月卡', kind: 'purchase', per_page: 1 });
    expect(entries).toMatchObject([{ ...NAMES, goods_id: 1, sub_id: 11, quantity: 3, unused: '1-3' }]);
  });

  it('tells a trade by its SKU, and takes days of Shanghai', async () => {
    const { list } = await shopped();
    const { entries, total } = await list({ since: '2026-11-21' });
    expect(total).toBe(2);
    expect(entries[0]).toMatchObject({
      kind: 'supplier_trade',
      sku_id: 11,
      quantity: 1,
      name: expect.any(String),
    });
    expect(await list({ until: '2026-11-20' })).toMatchObject({ entries: [{ idempotency_key: 'birthday' }] });
  });

  it.each([
    [{ search: '季卡' }, /^Nothing matches search: leave it out/],
    [{ kind: 'use_card', state: 'unknown' }, /Nothing matches all of .*(state|kind)/],
    [{ page: 9 }, /fewer pages/],
  ])('that finds nothing for %j says what to do', async (args, next) => {
    const { list } = await shopped();
    expect(await list(args)).toMatchObject({ entries: [], next: expect.stringMatching(next) });
  });

  it('of an empty ledger says so', async () => {
    const { call } = await connectHost({ environment: { KAMIKIT_SANDBOX: 'true' } });
    for (const filter of [{}, { unused: true }, { search: '季卡' }])
      expect((await call('list_ledger', filter)).answer.next).toContain('Nothing has been bought');
  });
});

describe('mark_used', () => {
  it('“which of my cards are still unused”: two calls mark one, and list the entries with others', async () => {
    const { call, list } = await shopped();
    const [birthday] = (await list({ search: 'birthday' })).entries;
    const entry_id = birthday?.entry_id;
    const [card = ''] = birthday?.cards?.split('\n') ?? [];
    expect((await call('mark_used', { entry_id, cards: [card] })).answer).toEqual({
      ...{ entry_id, used: '1', unused: '2' },
    });
    expect(await list({ unused: true, search: 'birthday' })).toMatchObject({ entries: [{ unused: '2' }] });
    expect((await call('mark_used', { entry_id })).answer).toMatchObject({ used: '1-2', unused: 'none' });
    expect((await list({ unused: true })).total).toBe(2);
    for (const { entry_id: other } of (await list({ unused: true })).entries)
      await call('mark_used', { entry_id: other });
    expect((await list({ unused: true })).next).toBe('There are no unused cards in the ledger.');
    expect((await call('mark_used', { entry_id, cards: [2], used: false })).answer).toMatchObject({
      unused: '2',
    });
    expect((await call('mark_used', { entry_id, used: false })).answer).toMatchObject({ unused: '1-2' });
  });

  it('sealed, names cards by number, and shows none', async () => {
    const { call, list } = await shopped({ KAMIKIT_REVEAL: 'sealed' });
    const [birthday] = (await list({ search: 'birthday' })).entries;
    expect(birthday).toMatchObject({ cards: expect.stringContaining('sealed: 2 lines'), unused: '1-2' });
    const { answer } = await call('mark_used', { entry_id: birthday?.entry_id, cards: ['2'] });
    expect(answer).toMatchObject({ used: '2', unused: '1' });
  });

  it('takes the beginning of an id, as tables show it, and names the entries that it may mean', async () => {
    const { call, list } = await shopped();
    const { entries } = await list({});
    const entry_id = entries.at(-1)?.entry_id ?? '';
    const short = entry_id.slice(0, 8);
    expect(await list({ search: short })).toMatchObject({ entries: [{ entry_id }] });
    expect((await call('mark_used', { entry_id: short })).answer).toMatchObject({ entry_id, used: '1-2' });
    expect((await call('reconcile_ledger', { entry_id: short })).answer).toMatchObject({ entry_id });
    expect((await call('mark_used', { entry_id: entry_id.slice(0, 3) })).answer).toMatchObject({
      error: { code: 'not_found' },
    });
  });

  it('is offered when the server is read-only', async () => {
    const { client } = await connectHost({
      environment: { KAMIKIT_SANDBOX: 'true', KAMIKIT_READ_ONLY: 'true' },
    });
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('mark_used');
  });
});

describe('spending_summary', () => {
  it('“what did I spend this month, on what”: one call', async () => {
    const { call } = await shopped();
    expect((await call('spending_summary', { group_by: 'good' })).answer).toMatchObject({
      ...{ since: '2026-11-01', until: '2026-11-21', groups_total: 2 },
      total: { entries: 3, quantity: 6, spent: '132.25', amount: '138.5', open: '0', refunded: '0' },
      groups: [
        {
          ...NAMES,
          goods_id: 1,
          sub_id: 11,
          quantity: 5,
          spent: '118.75',
          amount: '125',
          charged: '118.75',
          upstream: 'storefront',
        },
        { sku_id: 11, quantity: 1, amount: '13.5', upstream: 'supplier' },
      ],
    });
  });

  it('by day, of some days', async () => {
    const { call } = await shopped();
    expect((await call('spending_summary', { until: '2026-11-20', group_by: 'day' })).answer).toMatchObject({
      since: null,
      groups: [{ day: '2026-11-20', entries: 1 }],
    });
  });

  it('of more groups than are shown says so, and counts them all', async () => {
    const { environment } = await startTestSandbox({ balance: 1000 });
    const { call, pass } = await connectHost({ environment });
    for (let number = 1; number <= 51; number += 1) {
      const wish = { sku_id: 11, quantity: 1, max_total: '14', idempotency_key: `k${number}` };
      await call('supplier_trade', wish);
      await pass(24 * 60 * 60 * 1000);
    }
    const { answer } = await call('spending_summary', { since: '2026-11-01', group_by: 'day' });
    expect(answer).toMatchObject({
      ...{ groups_total: 51, total: { entries: 51 }, next: expect.stringContaining('50 of 51 groups') },
    });
    expect(answer.groups).toHaveLength(50);
  });

  it('of days without spending says what to do', async () => {
    const { call } = await shopped();
    expect((await call('spending_summary', { since: '2026-12-01' })).answer).toMatchObject({
      total: { entries: 0, amount: '0' },
      next: 'Nothing was spent in this period: take an earlier since.',
    });
  });
});
