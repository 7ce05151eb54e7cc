import { join } from 'node:path';
import { openLedger } from '@kamikit/ledger';
import type { FaultKind } from '@kamikit/sandbox';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder, testIntegrity } from '../../test/host.ts';
import { shop } from '../../test/shop.ts';

const LONG_AFTER = 60 * 60_000;

async function lost(kind: FaultKind) {
  const host = await shop();
  host.sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind });
  await host.call('purchase', host.wish);
  const { answer } = await host.call('list_ledger', { state: 'unknown' });
  const [entry] = answer.entries as Array<{ entry_id: string }>;
  return { ...host, entry_id: entry?.entry_id };
}

describe('reconcile_ledger after a purchase whose answer was lost', () => {
  it('finds that it was charged, keeps the evidence, and says where the cards are', async () => {
    const { call, entry_id, charges } = await lost('reset_after');
    const { answer } = await call('reconcile_ledger', { entry_id });
    expect(answer).toMatchObject({ state: 'pending', next: expect.stringContaining('Do not buy again') });
    const { balance_before, balance_after } = answer.evidence as Record<string, string>;
    expect(Number(balance_before) - Number(balance_after)).toBeCloseTo(Number(answer.charged));
    expect(charges()).toBe(1);
  });

  it('does not write it off while the shop may still be working on it', async () => {
    const { call, entry_id, pass } = await lost('reset_before');
    await pass(50 * 60_000);
    const { answer } = await call('reconcile_ledger', { entry_id });
    expect(answer).toMatchObject({
      state: 'unknown',
      next: expect.stringMatching(/do not do it again.* in \d+ min/),
    });
    expect((await call('get_balance')).answer).not.toMatchObject({ budget: { spent_today: '0' } });
  });

  it('finds that it was not charged, and gives the budget back', async () => {
    const { call, entry_id, pass } = await lost('reset_before');
    await pass(LONG_AFTER);
    expect(await call('reconcile_ledger', { entry_id })).toMatchObject({ answer: { state: 'refused' } });
    expect(await call('get_balance')).toMatchObject({ answer: { budget: { spent_today: '0' } } });
  });

  it('never sends the key again, whatever it found', async () => {
    const { call, entry_id, pass, sandbox, wish } = await lost('reset_before');
    await pass(LONG_AFTER);
    await call('reconcile_ledger', { entry_id });
    expect(await call('purchase', wish)).toMatchObject({
      isError: true,
      answer: { error: { outcome: 'not_committed' } },
    });
    expect(sandbox.state().counts.storefront?.purchase_async).toBe(1);
  });

  it('leaves it unknown when another lost purchase could explain the account as well', async () => {
    const { call, entry_id, sandbox, wish } = await lost('reset_after');
    sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'reset_before' });
    await call('purchase', { ...wish, idempotency_key: 'wish-2', again: true });
    const { answer } = await call('reconcile_ledger', { entry_id });
    expect(answer).toMatchObject({ state: 'unknown', next: expect.stringContaining('order list') });
  });

  it('is not misled by a purchase before it', async () => {
    const host = await shop();
    await host.call('purchase', { ...host.wish, idempotency_key: 'earlier' });
    await host.pass(1_000);
    host.sandbox.addFault({ upstream: 'storefront', operation: 'purchase', kind: 'reset_before' });
    await host.call('purchase', { ...host.wish, again: true });
    const { answer } = await host.call('list_ledger', { state: 'unknown' });
    const [entry] = answer.entries as Array<{ entry_id: string }>;
    await host.pass(LONG_AFTER);
    expect(await host.call('reconcile_ledger', { entry_id: entry?.entry_id })).toMatchObject({
      answer: { state: 'refused' },
    });
  });
});

it('shows neither cards that came under another entry’s number, nor what a buyer filled in', async () => {
  const KAMIKIT_DATA_DIR = temporaryFolder();
  const { call, wish } = await shop({ environment: { KAMIKIT_DATA_DIR, KAMIKIT_REVEAL: 'sealed' } });
  const ledger = await openLedger({
    path: join(KAMIKIT_DATA_DIR, 'ledger.sqlite'),
    integrity: testIntegrity(),
  });
  onTestFinished(() => ledger.close());
  const { idempotency_key: idempotencyKey, ...request } = wish;
  const { entry } = await ledger.prepare({ kind: 'purchase', idempotencyKey, request, amount: null });
  await ledger.markSent(entry.id);
  const evidence = { answer: { cards: 'SECRET-CARD' }, fields: { account: 'SECRET-NAME' } };
  await ledger.settle(entry.id, { state: 'unknown', evidence });
  const { answer } = await call('reconcile_ledger', { entry_id: entry.id });
  expect(answer).toMatchObject({ state: 'unknown', evidence: { answer_lost_at: expect.any(String) } });
  expect(JSON.stringify(answer)).not.toContain('SECRET');
});
