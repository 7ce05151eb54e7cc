import { join } from 'node:path';
import { type LedgerEntry, openLedger } from '@kamikit/ledger';
import { bundleForTests } from '@kamikit/mcp-server/test/bundle-for-tests.ts';
import { startTestSandbox, temporaryFolder } from '@kamikit/mcp-server/test/host.ts';
import { startServer } from '@kamikit/mcp-server/test/server-process.ts';
import type { FaultRequest } from '@kamikit/sandbox';
import { expect, it } from 'vitest';
import { type CrashSubject, keyOf, killAtRandomInstants } from './crash-harness.ts';
import { wishesFor } from './wishes.ts';

const server = bundleForTests();

const storefrontFaults: FaultRequest[] = (
  [
    { kind: 'reset_after' },
    { kind: 'reset_before' },
    { kind: 'html' },
    { kind: 'truncate' },
    { kind: 'delay_ms', ms: 20 },
    { kind: 'rate_limit' },
  ] as const
).map((fault) => ({ upstream: 'storefront', operation: 'purchase', ...fault }));

async function entriesIn(folder: string): Promise<Map<string, LedgerEntry>> {
  const ledger = await openLedger({ path: join(folder, 'ledger.sqlite') });
  const entries = new Map<string, LedgerEntry>();
  for await (const entry of ledger.entries()) entries.set(entry.idempotency_key, entry);
  await ledger.close();
  return entries;
}

it('200 kills at random instants of purchases lose no charge, no card, and buy nothing twice', {
  timeout: 180_000,
}, async () => {
  const { sandbox, environment } = await startTestSandbox({ balance: 1_000_000 });
  const folder = temporaryFolder();
  const settings = { ...environment, KAMIKIT_DATA_DIR: folder };
  const goods = await wishesFor(sandbox);
  const wishes = [1, 2, 3, 4, 5, 6, 7].flatMap((quantity) =>
    goods.map((wish) => ({
      ...wish,
      quantity,
      max_total: '99999',
      mode: quantity % 2 === 0 ? 'sync' : 'async',
    })),
  );
  const subject: CrashSubject = { tool: 'purchase', wishes, faults: storefrontFaults };
  const seed = Date.now() % 2 ** 31;
  const answered = await killAtRandomInstants(subject, { server, sandbox, settings, kills: 200, seed });

  // The next start settles what was left behind.
  const { call } = await startServer(server, settings);
  await call('get_balance', {});
  for (const entry of (await entriesIn(folder)).values()) {
    if (entry.state === 'unknown') await call('reconcile_ledger', { entry_id: entry.id });
    if (entry.state === 'pending') await call('poll_order', { order_sn: entry.reference });
  }

  const entries = await entriesIn(folder);
  const { orders, charges } = sandbox.state().storefront;
  const told = `seed ${seed}`;
  expect(charges.length, told).toBeGreaterThan(50);
  expect(orders.length, told).toBe(charges.length);
  const nameOf = ({ goods_id, sub_id, quantity }: Record<string, unknown>) =>
    `${goods_id}/${sub_id}/${quantity}`;
  const keys = new Map(wishes.map((wish, index) => [nameOf({ ...wish }), keyOf(subject, index)]));
  const bought = orders.map((order) => ({ order, key: keys.get(nameOf({ ...order })) ?? 'nobody’s' }));

  expect(new Set(bought.map(({ key }) => key)).size, `${told}: a key was charged twice`).toBe(orders.length);
  for (const { order, key } of bought) {
    const entry = entries.get(key);
    expect(['completed', 'pending', 'unknown'], `${told}: ${key} was charged`).toContain(entry?.state);
    if (entry?.reference === order.order_sn) {
      const cards = [order.cards].flat().join('\n');
      expect(entry, `${told}: ${key}`).toMatchObject({ state: 'completed', result: { cards } });
    }
  }
  for (const { key, answer } of answered.filter(({ answer }) => answer.cards)) {
    expect(entries.get(key)?.result, `${told}: ${key} was shown to the host`).toMatchObject({
      cards: answer.cards,
    });
  }
  const claimed = [...entries.values()].filter(({ state }) => state === 'completed' || state === 'pending');
  expect(claimed.length, `${told}: an entry claims what was never charged`).toBeLessThanOrEqual(
    orders.length,
  );
});
