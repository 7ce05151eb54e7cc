import { type ErrorCode, KamikitError, type KamikitErrorOptions, parseMoney } from '@kamikit/core';
import type { ClaimedItem, ItemQuote, LedgerEntry, Wish } from '@kamikit/ledger';
import { describe, expect, it } from 'vitest';
import { partsOf } from '../parts.ts';
import { openShop, PURCHASE, TRADE } from '../testing/open-shop.ts';
import type { JobKind } from './job-kinds.ts';
import { runItem } from './run-item.ts';

const ITEM = { ...PURCHASE, quantity: 1, max_total: '25' };
const LINE = { sku_id: 11, floor: 1, target: 2, max_price: '13.5', stock: 0 };
const GOOD = { goods_id: 1, sub_id: 11, floor: 1, target: 2, max_price: '25', stock: 0 };
const REQUESTS = { purchase: ITEM, supplier_trade: TRADE, restock: LINE };

type Options = Parameters<typeof runItem>[2];

/** Runs an item with a ledger that records nothing: its entry becomes what a test says, or it throws that. */
async function openItem(becomes: Partial<LedgerEntry> | Error = {}) {
  const { ledger, spender, storefront, supplier, cards, timing } = await openShop();
  const bought = await spender.purchase(ITEM, { idempotencyKey: 'another' });
  const wishes: Wish[] = [];
  const lookedUp: string[] = [];
  const recording: typeof ledger = {
    ...ledger,
    async replay(wish) {
      lookedUp.push(wish.idempotencyKey);
      return null;
    },
    async execute(wish) {
      wishes.push(wish);
      if (becomes instanceof Error) throw becomes;
      return { ...bought, ...becomes };
    },
  };
  const parts = partsOf({ ledger: recording, storefront, supplier, cards, timing });
  const { name = null, specification = null } = bought.goods ?? {};
  const quote: ItemQuote = {
    ...{ name, specification, quantity: 1, total: parseMoney(25), account: storefront.account, good: '1/11' },
  };
  const run = (kind: JobKind, changes: Partial<ClaimedItem> = {}, options: Partial<Options> = {}) => {
    const known = { idempotencyKey: 'k', isNew: true, person: null };
    const item = { number: 3, request: REQUESTS[kind], quote: null, ...known };
    const asked = { signal: undefined, approval: undefined, ...options };
    return runItem({ id: 'job', kind }, { ...item, ...changes }, asked, parts);
  };
  const missing = (quantity: number): ItemQuote => {
    const restocks = { kind: 'supplier_trade', accounts: [supplier.account], shelf: 0, held: 0 };
    return { ...quote, total: parseMoney(1), quantity, restocks };
  };
  return { bought, quote, run, missing, wishes, lookedUp };
}

const error = (code: ErrorCode, options: Partial<KamikitErrorOptions> = {}) =>
  new KamikitError('No.', { code, outcome: 'not_committed', neverSent: true, ...options });

describe('an item of a job', () => {
  it('is wished for under its own key, as an item that is meant each time', async () => {
    const { run, wishes, lookedUp } = await openItem();
    await run('purchase');
    expect(wishes).toMatchObject([
      {
        ...{ kind: 'purchase', idempotencyKey: 'k', request: ITEM, amount: '25' },
        ...{ again: true, item: { job: 'job', number: 3 } },
      },
    ]);
    expect(wishes[0]?.approval).toBeUndefined();
    expect(lookedUp).toEqual([]);
  });

  it('of trades is a trade', async () => {
    const { run, wishes } = await openItem();
    await run('supplier_trade');
    expect(wishes).toMatchObject([{ kind: 'supplier_trade', request: TRADE, amount: '13.5' }]);
  });

  it('that somebody has tried before is looked up first', async () => {
    const { run, lookedUp } = await openItem();
    await run('purchase', { isNew: false });
    expect(lookedUp).toEqual(['k']);
  });

  it('that its owner has to allow says so', async () => {
    const { run, wishes } = await openItem();
    await run('purchase', {}, { approval: 'owner' });
    expect(wishes).toMatchObject([{ approval: { quote: { total: '25' } } }]);
  });

  it('is given back once that is cancelled', async () => {
    const { run, wishes } = await openItem();
    expect(await run('purchase', {}, { signal: AbortSignal.abort() })).toEqual({
      ...{ outcome: { released: true }, open: null },
    });
    expect(wishes).toEqual([]);
  });

  it('tells of a mistake in the program', async () => {
    const { run } = await openItem(new TypeError('no such thing'));
    await expect(run('purchase')).rejects.toThrow('no such thing');
  });
});

describe('an item of a restock', () => {
  it('is as many as were missing, at the highest price for each', async () => {
    const { run, wishes, missing } = await openItem();
    await run('restock', { quote: missing(2) });
    await run('restock', { quote: missing(1), request: GOOD });
    expect(wishes).toMatchObject([
      { kind: 'supplier_trade', request: { sku_id: 11, quantity: 2, max_total: '27' }, amount: '27' },
      { kind: 'purchase', request: { goods_id: 1, quantity: 1, max_total: '25' }, amount: '25' },
    ]);
  });

  it('is not bought before what is missing was counted', async () => {
    const { run, quote, wishes } = await openItem();
    await expect(run('restock')).rejects.toThrow('what is missing was not counted');
    await expect(run('restock', { quote })).rejects.toThrow('what is missing was not counted');
    expect(wishes).toEqual([]);
  });
});

describe('an item that its owner was asked about', () => {
  it.each([
    ['at that price', {}],
    ['for less', { total: parseMoney(26) }],
  ])('is bought %s', async (_what, change) => {
    const { run, quote, wishes } = await openItem();
    expect(await run('purchase', { quote: { ...quote, ...change } })).toMatchObject({
      outcome: { done: true },
    });
    expect(wishes).toHaveLength(1);
  });

  it.each<[string, Partial<ItemQuote>, RegExp]>([
    ['for more', { total: parseMoney('24.99') }, /it costs more than the 24\.99 yuan/],
    ['under another name', { name: 'Another' }, /something else is offered/],
    ['in another specification', { specification: null }, /something else is offered/],
    ['in another quantity', { quantity: 2 }, /something else is offered/],
    ['as something else for more', { name: 'Another', total: parseMoney(1) }, /something else is offered/],
  ])('is not bought %s', async (_what, change, said) => {
    const { run, quote, wishes } = await openItem();
    const { outcome } = await run('purchase', { quote: { ...quote, ...change } });
    expect(outcome).toMatchObject({
      refused: {
        ...{ code: 'price_changed', outcome: 'not_committed', neverSent: true },
        message: expect.stringMatching(said),
      },
    });
    expect(wishes).toEqual([]);
  });
});

describe('what became of an item', () => {
  it('is done once it is completed, and nothing of it is open', async () => {
    const { run } = await openItem({ state: 'completed' });
    expect(await run('purchase')).toEqual({ outcome: { done: true }, open: null });
  });

  it('is done, and open, as long as it is not delivered', async () => {
    const { run, bought } = await openItem({ state: 'pending' });
    expect(await run('purchase')).toMatchObject({
      outcome: { done: true },
      open: { id: bought.id, state: 'pending' },
    });
  });

  it.each([
    ['It was sold out.', / failed at the upstream\. It was sold out\.$/],
    [null, / failed at the upstream\.$/],
  ])('is that it failed, with the advice that there is: %s', async (advice, said) => {
    const { run, bought } = await openItem({ state: 'failed', advice });
    expect(await run('purchase')).toMatchObject({
      outcome: {
        failed: {
          ...{ code: 'upstream_refused', entryId: bought.id },
          message: expect.stringMatching(said),
        },
      },
      open: null,
    });
  });

  const STOPS = ['over_budget', 'suspended', 'config_invalid', 'unauthorized'] as const;
  const STOPS_OF_OURS = ['insufficient_balance', 'read_only', 'declined'] as const;
  const LATER = ['rate_limited', 'unreachable', 'timeout', 'malformed_response'] as const;
  const OF_ITS_OWN = ['price_changed', 'out_of_stock', 'not_found', 'upstream_refused'] as const;
  const after = (codes: readonly ErrorCode[], name: string, kind: JobKind = 'purchase') =>
    codes.map((code) => [name, code, kind] as const);

  it.each([
    ...after([...STOPS, ...STOPS_OF_OURS], 'stop'),
    ...after([...LATER, 'duplicate_in_progress'], 'again'),
    ...after(OF_ITS_OWN, 'refused'),
    ...after(['over_budget', 'declined', 'config_invalid'], 'refused', 'restock'),
    ...after(['suspended', 'unauthorized', 'insufficient_balance', 'read_only'], 'stop', 'restock'),
    ...after(['rate_limited'], 'again', 'restock'),
    ...after(['price_changed'], 'refused', 'restock'),
  ])('is “%s” after %s for a %s', async (name, code, kind) => {
    const why = error(code);
    const { run, missing } = await openItem(why);
    const quote = kind === 'restock' ? missing(1) : null;
    expect(await run(kind, { quote })).toEqual({ outcome: { [name]: why }, open: null });
  });

  it('is that it may go better later, where the error says so', async () => {
    const why = error('upstream_refused', { retryable: true });
    const { run } = await openItem(why);
    expect(await run('purchase')).toEqual({ outcome: { again: why }, open: null });
  });

  it.each(['purchase', 'restock'] as const)(
    'is that it may go better later, where the ledger was away, for a %s',
    async (kind) => {
      const why = error('config_invalid', { retryable: true });
      const { run, missing } = await openItem(why);
      const quote = kind === 'restock' ? missing(1) : null;
      expect(await run(kind, { quote })).toEqual({ outcome: { again: why }, open: null });
    },
  );

  it('is that it is given back, where it was cancelled before it was sent', async () => {
    const { run } = await openItem(error('cancelled'));
    expect(await run('purchase')).toEqual({ outcome: { released: true }, open: null });
  });

  it.each<ErrorCode>(['outcome_unknown', 'cancelled', 'over_budget', 'rate_limited', 'not_found'])(
    'is what its entry tells, once it was sent: %s',
    async (code) => {
      const why = error(code, { neverSent: false });
      const { run } = await openItem(why);
      expect(await run('purchase')).toEqual({ outcome: { failed: why }, open: null });
    },
  );

  it('is for another process to say that has it', async () => {
    const why = error('duplicate_in_progress', { outcome: 'unknown' });
    const { run } = await openItem(why);
    expect(await run('purchase')).toEqual({ outcome: { again: why }, open: null });
  });
});
