import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SupplierClient } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import { startSandbox } from '@kamikit/sandbox';
import { createSpender } from '@kamikit/spending';
import { expect, it, onTestFinished } from 'vitest';
import { runDeciders, type Word } from './run-deciders.ts';

const SLOW = 120_000;
const WAITING = 100;
const PROCESSES = 4;
const TRADE = { sku_id: 11, quantity: 1, max_total: '13.5' };

async function openShop() {
  const sandbox = await startSandbox({ orderDelayMs: 0, balance: 10_000 });
  onTestFinished(() => sandbox.close());
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-decisions-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'ledger.db');
  const ledger = await openLedger({ path });
  onTestFinished(() => ledger.close());
  const supplier = new SupplierClient(sandbox.supplier);
  onTestFinished(() => supplier.close());
  return { sandbox, path, ledger, spender: createSpender({ ledger, supplier }) };
}

it('200 decisions at once about 100 waiting trades, by four processes with kills: each is sent at most once, none after a no', {
  timeout: SLOW,
}, async () => {
  const { sandbox, path, ledger, spender } = await openShop();
  const asked = Array.from({ length: WAITING }, (_, number) =>
    spender.trade(TRADE, { idempotencyKey: `k${number}`, approval: 'owner', again: true }),
  );
  const ids = (await Promise.all(asked)).map(({ id }) => id);
  // Two words about each, by two processes: yes and yes, yes and no, or no and yes.
  const words: Word[][] = Array.from({ length: PROCESSES }, () => []);
  ids.forEach((id, index) => {
    const [first, second] = [index % PROCESSES, (index + 1 + (index % 3)) % PROCESSES];
    words[first]?.push([id, index % 3 === 2 ? 'no' : 'yes']);
    words[second]?.push([id, index % 3 === 1 ? 'no' : 'yes']);
  });
  const { supplier } = sandbox;
  const runs = words.map((each) => ({ path, supplier, words: each }));
  // The first two are killed while they send, and say it all once more.
  const [a, b, c, d] = await runDeciders(
    runs.map((run, index) => (index < 2 ? { ...run, killAt: 4 + index } : run)),
  );
  const again = await runDeciders(runs.slice(0, 2));
  expect([a?.signal, b?.signal]).toEqual(['SIGKILL', 'SIGKILL']);
  expect([c, d, ...again].map((ended) => ended?.stderr).join('')).toBe('');

  await ledger.recover();
  const sent = sandbox.state().supplier.charges.map(({ item_trade_no }) => item_trade_no);
  expect(new Set(sent).size).toBe(sent.length);
  const entries = await Promise.all(ids.map((id) => ledger.get(id)));
  const sentOf = (state: string) =>
    entries.filter((entry) => entry?.state === state).map((entry) => sent.includes(entry?.reference ?? ''));
  expect(new Set(sentOf('completed'))).toEqual(new Set([true]));
  expect(new Set(sentOf('refused'))).toEqual(new Set([false]));
  // What was killed on its way; everything else is decided.
  expect(sentOf('unknown').length).toBeLessThanOrEqual(8);
  expect(sentOf('completed').length + sentOf('refused').length + sentOf('unknown').length).toBe(WAITING);
  expect(entries.filter((entry) => entry?.error?.code === 'declined').length).toBeGreaterThan(0);
  expect(await ledger.verify()).toEqual([]);
});
