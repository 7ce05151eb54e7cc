import { parseMoney } from '@kamikit/core';
import { expect, it, vi } from 'vitest';
import type { Finding } from './index.ts';
import { delivered, lostReply, refusal, scratchLedger, upstream, wish } from './testing/scratch.ts';

async function unknownEntry(limits = {}) {
  const ledger = await scratchLedger(limits);
  const shop = upstream(lostReply());
  await ledger.execute(wish({ evidence: { before: '10' } }), shop.send).catch(() => {});
  const entry = await ledger.find('purchase', 'k');
  if (!entry) throw new Error('no entry');
  return { ledger, shop, id: entry.id };
}

it('what was found committed settles the entry, and its key returns it', async () => {
  const { ledger, shop, id } = await unknownEntry();
  const settlement = { ...delivered, evidence: { after: '7' } };
  const entry = await ledger.reconcile(id, async () => ({ verdict: 'committed', settlement }));
  expect(entry).toMatchObject({
    state: 'completed',
    result: delivered.result,
    evidence: { before: '10', after: '7' },
    error: null,
    advice: null,
  });
  expect(await ledger.execute(wish(), shop.send)).toMatchObject({ id, state: 'completed' });
  expect(shop.orders).toHaveLength(1);
});

it('what was found not committed frees the budget and keeps the key', async () => {
  const { ledger, shop, id } = await unknownEntry();
  const entry = await ledger.reconcile(id, async () => ({
    verdict: 'not_committed',
    evidence: { after: '10' },
  }));
  expect(entry).toMatchObject({
    state: 'refused',
    never_sent: false,
    evidence: { before: '10', after: '10' },
  });
  expect((await ledger.budget()).spent_today).toBe('0');
  await expect(ledger.execute(wish(), shop.send)).rejects.toMatchObject({
    outcome: 'not_committed',
    retryable: false,
    message: expect.stringContaining('did not take place'),
  });
  expect(shop.orders).toHaveLength(1);
});

it('what cannot be decided stays unknown, keeps every reading and says what to look at', async () => {
  const { ledger, id } = await unknownEntry();
  const look = (after: string) => async (): Promise<Finding> => ({
    verdict: 'undecidable',
    evidence: { after },
    advice: 'Look at the orders in the shop.',
  });
  await ledger.reconcile(id, look('7'));
  const entry = await ledger.reconcile(id, look('6'));
  expect(entry).toMatchObject({
    state: 'unknown',
    evidence: { before: '10', after: '7', after_2: '6' },
    advice: 'Look at the orders in the shop.',
    error: { code: 'timeout' },
  });
  await expect(ledger.execute(wish(), upstream(delivered).send)).rejects.toMatchObject({
    code: 'outcome_unknown',
    hint: 'Look at the orders in the shop.',
  });
});

it('what left the account counts, though nobody can tell what for', async () => {
  const { ledger, id } = await unknownEntry();
  const charged = parseMoney(500);
  const entry = await ledger.reconcile(id, async () => ({
    ...{ verdict: 'undecidable', evidence: {}, advice: 'Ask the shop.', charged },
  }));
  expect(entry).toMatchObject({ state: 'unknown', charged: '500', amount: '500', overcharged: true });
});

it('what was refused under a number that was sent can be found out about, and nothing else that was refused', async () => {
  const { ledger, id } = await unknownEntry();
  const look = vi.fn(async (): Promise<Finding> => ({ verdict: 'committed', settlement: delivered }));
  await ledger.settle(id, { state: 'refused' });
  expect(await ledger.reconcile(id, look)).toMatchObject({ state: 'refused' });
  const never = await ledger.prepare(wish({ idempotencyKey: 'never', reference: 'OURS-1' }));
  await ledger.settle(never.entry.id, { state: 'refused' });
  const turnedBack = await ledger.prepare(wish({ idempotencyKey: 'back', reference: 'OURS-2' }));
  await ledger.markSent(turnedBack.entry.id);
  await ledger.settle(turnedBack.entry.id, { state: 'refused', neverSent: true });
  const asked = { idempotencyKey: 'asked', reference: 'OURS-4', approval: { quote: {} } };
  const declined = await ledger.prepare(wish(asked));
  await ledger.decline(declined.entry.id, { by: 'page' });
  for (const { entry } of [never, turnedBack, declined]) await ledger.reconcile(entry.id, look);
  expect(look).not.toHaveBeenCalled();
  const sent = await ledger.prepare(wish({ idempotencyKey: 'sent', reference: 'OURS-3' }));
  await ledger.markSent(sent.entry.id);
  await ledger.settle(sent.entry.id, { state: 'refused' });
  expect(await ledger.reconcile(sent.entry.id, look)).toMatchObject(delivered);
});

it('a pending entry can be reconciled, too', async () => {
  const ledger = await scratchLedger();
  const { id } = await ledger.execute(wish(), upstream({ state: 'pending' }).send);
  const entry = await ledger.reconcile(id, async () => ({ verdict: 'committed', settlement: delivered }));
  expect(entry.state).toBe('completed');
});

it('a pending entry is never written off: it was accepted, and its money counts as spent', async () => {
  const ledger = await scratchLedger();
  const { id } = await ledger.execute(wish(), upstream({ state: 'pending' }).send);
  const entry = await ledger.reconcile(id, async () => ({ verdict: 'not_committed', evidence: {} }));
  expect(entry).toMatchObject({ state: 'pending', advice: expect.stringContaining('ask the upstream') });
  expect((await ledger.budget()).spent_today).not.toBe('0');
});

it('an acceptance that arrives during a check wins over a check that saw nothing', async () => {
  const { ledger, id } = await unknownEntry();
  const entry = await ledger.reconcile(id, async () => {
    await ledger.settle(id, { state: 'pending' });
    return { verdict: 'not_committed', evidence: {} };
  });
  expect(entry.state).toBe('pending');
});

it.each([
  ['completed', { ...delivered, reference: 'ORDER1' }],
  ['refused', refusal()],
  ['failed', { state: 'failed', reference: 'ORDER1' } as const],
])('an entry that is %s is left alone', async (state, answer) => {
  const ledger = await scratchLedger();
  await ledger.execute(wish(), upstream(answer).send).catch(() => {});
  const before = await ledger.find('purchase', 'k');
  const reconciler = vi.fn();
  expect(await ledger.reconcile(before?.id ?? '', reconciler)).toEqual(before);
  expect(before?.state).toBe(state);
  expect(reconciler).not.toHaveBeenCalled();
});

it('an answer that arrives during a check wins over what the check saw', async () => {
  const { ledger, id } = await unknownEntry();
  const entry = await ledger.reconcile(id, async () => {
    await ledger.settle(id, delivered);
    return { verdict: 'not_committed', evidence: {} };
  });
  expect(entry).toMatchObject({ state: 'completed', result: delivered.result });
});

it('a reconciler that fails changes nothing', async () => {
  const { ledger, id } = await unknownEntry();
  const before = await ledger.get(id);
  await expect(ledger.reconcile(id, () => Promise.reject(lostReply()))).rejects.toMatchObject({
    code: 'timeout',
  });
  expect(await ledger.get(id)).toEqual(before);
});

it('reconciling an entry that does not exist says so', async () => {
  const ledger = await scratchLedger();
  await expect(ledger.reconcile('nothing', vi.fn())).rejects.toMatchObject({ code: 'not_found' });
});
