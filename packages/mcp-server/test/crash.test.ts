import { join } from 'node:path';
import { type LedgerEntry, openLedger } from '@kamikit/ledger';
import type { FaultRequest, Sandbox } from '@kamikit/sandbox';
import { describe, expect, it } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';
import { type Answered, type CrashSubject, keyOf, killAtRandomInstants } from './crash-harness.ts';
import { startTestSandbox, temporaryFolder, testIntegrity } from './host.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { cardsToUse, skusToBuy, wishesFor } from './wishes.ts';

const server = bundleForTests();

/** What goes wrong at an upstream while servers are killed. */
function faultsOf(upstream: string, operation: string): FaultRequest[] {
  const kinds = ['reset_after', 'reset_before', 'html', 'truncate', 'rate_limit'] as const;
  const cuts = kinds.map((kind) => ({ upstream, operation, kind }));
  return [...cuts, { upstream, operation, kind: 'delay_ms', ms: 20 }];
}

interface Aftermath {
  sandbox: Sandbox;
  /** By key. */
  entries: Map<string, LedgerEntry>;
  answered: Answered[];
  /** Names the run, so that a failing one can be repeated. */
  told: string;
}

/** Kills, starts once more, settles what can be settled, and shows what is left. */
async function afterKills(
  kills: number,
  subjectIn: (sandbox: Sandbox) => Promise<CrashSubject>,
  settle: (call: ServerProcess['call'], entry: LedgerEntry) => Promise<unknown>,
): Promise<Aftermath & { subject: CrashSubject }> {
  const { sandbox, environment } = await startTestSandbox({ balance: 1_000_000 });
  const folder = temporaryFolder();
  const settings = { ...environment, ...WITHOUT_LIMITS, KAMIKIT_DATA_DIR: folder };
  const subject = await subjectIn(sandbox);
  const seed = Date.now() % 2 ** 31;
  const answered = await killAtRandomInstants(subject, { server, sandbox, settings, kills, seed });
  const { call } = await startServer(server, settings);
  await call('get_balance', {});
  for (const entry of (await entriesIn(folder)).values()) await settle(call, entry);
  return { sandbox, subject, answered, entries: await entriesIn(folder), told: `seed ${seed}` };
}

async function entriesIn(folder: string): Promise<Map<string, LedgerEntry>> {
  const ledger = await openLedger({ path: join(folder, 'ledger.sqlite'), integrity: testIntegrity() });
  const entries = new Map<string, LedgerEntry>();
  for await (const entry of ledger.entries()) entries.set(entry.idempotency_key, entry);
  await ledger.close();
  return entries;
}

const WITHOUT_LIMITS = {
  ...{ KAMIKIT_MAX_ORDER_TOTAL: 'none', KAMIKIT_DAILY_BUDGET: 'none', KAMIKIT_DAILY_CARDS: 'none' },
};

const CHARGED_STATES = ['completed', 'pending', 'unknown'];

describe('kills at random instants', () => {
  it('of purchases lose no charge and no card, and buy nothing twice', { timeout: 180_000 }, async () => {
    const { sandbox, subject, entries, answered, told } = await afterKills(
      200,
      async (shop) => ({
        tool: 'purchase',
        wishes: await wishesFor(shop, 7),
        faults: faultsOf('storefront', 'purchase'),
      }),
      async (call, { id, state, reference }) => {
        if (state === 'unknown') await call('reconcile_ledger', { entry_id: id });
        if (state === 'pending') await call('poll_order', { order_sn: reference });
      },
    );
    const { orders, charges } = sandbox.state().storefront;
    expect(charges.length, told).toBeGreaterThan(10);
    expect(orders.length, told).toBe(charges.length);
    const nameOf = ({ goods_id, sub_id, quantity }: Record<string, unknown>) =>
      `${goods_id}/${sub_id}/${quantity}`;
    const keys = new Map(subject.wishes.map((wish, index) => [nameOf({ ...wish }), keyOf(subject, index)]));
    const bought = orders.map((order) => ({ order, key: keys.get(nameOf({ ...order })) ?? 'nobody’s' }));
    expect(new Set(bought.map(({ key }) => key)).size, `${told}: a key was charged twice`).toBe(
      orders.length,
    );
    for (const { order, key } of bought) {
      const entry = entries.get(key);
      expect(CHARGED_STATES, `${told}: ${key} was charged`).toContain(entry?.state);
      if (entry?.reference !== order.order_sn) continue;
      const cards = [order.cards].flat().join('\n');
      expect(entry, `${told}: ${key}`).toMatchObject({ state: 'completed', result: { cards } });
    }
    for (const { key, answer } of answered.filter(({ answer }) => answer.cards)) {
      expect(entries.get(key)?.result, `${told}: ${key} was shown`).toMatchObject({ cards: answer.cards });
    }
  });

  it('of trades lose nothing: each charge is found by its number, with its goods', {
    timeout: 180_000,
  }, async () => {
    const { sandbox, entries, told } = await afterKills(
      80,
      async () => ({ tool: 'supplier_trade', wishes: skusToBuy(200), faults: faultsOf('supplier', 'trade') }),
      async (call, { id, state }) => {
        if (state === 'unknown') await call('reconcile_ledger', { entry_id: id });
      },
    );
    const { trades, charges } = sandbox.state().supplier;
    expect(charges.length, told).toBeGreaterThan(5);
    expect(trades.length, told).toBe(charges.length);
    const byNumber = new Map([...entries.values()].map((entry) => [entry.reference, entry]));
    for (const { item_trade_no, contents } of trades) {
      expect(byNumber.get(item_trade_no), `${told}: ${item_trade_no}`).toMatchObject({
        state: 'completed',
        result: { contents },
      });
    }
    const completed = [...entries.values()].filter(({ state }) => state === 'completed');
    expect(completed.length, `${told}: an entry claims what was never charged`).toBe(trades.length);
  });

  it('of card uses use no card twice under one key, and account for each use', {
    timeout: 180_000,
  }, async () => {
    const { sandbox, subject, entries, told } = await afterKills(
      80,
      async (service) => ({
        tool: 'use_card',
        wishes: await cardsToUse(service, 400),
        faults: faultsOf('cards', 'use'),
      }),
      async (call, { id, state }) => {
        if (state === 'unknown') await call('reconcile_ledger', { entry_id: id });
      },
    );
    const { cards } = sandbox.state().cards;
    expect(cards.filter(({ uses }) => uses > 0).length, told).toBeGreaterThan(5);
    const uses = new Map(cards.map((card) => [card.code, card.uses]));
    for (const [index, wish] of subject.wishes.entries()) {
      const key = keyOf(subject, index);
      const used = uses.get(String(Object(wish).code)) ?? 0;
      expect(used, `${told}: ${key}`).toBeLessThanOrEqual(1);
      const state = entries.get(key)?.state;
      if (used === 1) expect(state, `${told}: ${key} was used`).toBe('completed');
      // So soon after sending nobody may say for certain that it was not used.
      else expect([undefined, 'refused', 'unknown'], `${told}: ${key} was not used`).toContain(state);
    }
  });
});
