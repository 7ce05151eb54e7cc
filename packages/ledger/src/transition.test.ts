import { parseMoney } from '@kamikit/core';
import { expect, it } from 'vitest';
import type { EntryState, LedgerEntry, SettledState } from './index.ts';
import { asked, clocked, MINUTE_MS } from './testing/clocked.ts';
import { refusal, scratchLedger, wish } from './testing/scratch.ts';
import { mergeEvidence } from './transition.ts';

const SETTLED: SettledState[] = ['completed', 'pending', 'failed', 'refused', 'refunded', 'unknown'];

/** What was sent. */
type Sendable = Exclude<EntryState, 'awaiting_approval'>;

// Row: where an entry stands; then what becomes of it when told each state of SETTLED, in that order.
const TABLE: [Sendable, EntryState[]][] = [
  ['sent', ['completed', 'pending', 'failed', 'refused', 'refunded', 'unknown']],
  ['unknown', ['completed', 'pending', 'failed', 'refused', 'refunded', 'unknown']],
  ['pending', ['completed', 'pending', 'failed', 'pending', 'refunded', 'pending']],
  ['failed', ['completed', 'failed', 'failed', 'failed', 'refunded', 'failed']],
  ['completed', ['completed', 'completed', 'completed', 'completed', 'completed', 'completed']],
  ['refused', ['completed', 'pending', 'failed', 'refused', 'refunded', 'refused']],
  ['refunded', ['refunded', 'refunded', 'refunded', 'refunded', 'refunded', 'refunded']],
];

async function entryIn(
  state: Sendable,
  ledger: Awaited<ReturnType<typeof scratchLedger>>,
): Promise<LedgerEntry> {
  const { entry } = await ledger.prepare(wish({ idempotencyKey: crypto.randomUUID() }));
  const sent = await ledger.markSent(entry.id);
  return state === 'sent' || state === 'prepared' ? sent : ledger.settle(entry.id, { state });
}

it.each(TABLE)('an entry that is %s goes only where the table allows', async (from, expected) => {
  const ledger = await scratchLedger();
  for (const [index, told] of SETTLED.entries()) {
    const { id } = await entryIn(from, ledger);
    const settled = await ledger.settle(id, { state: told });
    expect.soft(`${told} -> ${settled.state}`).toBe(`${told} -> ${expected[index]}`);
    expect.soft((await ledger.get(id))?.state).toBe(settled.state);
  }
});

it('an entry that is only prepared can be given up, but not settled otherwise', async () => {
  const ledger = await scratchLedger();
  const { entry } = await ledger.prepare(wish());
  await expect(ledger.settle(entry.id, { state: 'completed' })).rejects.toThrow(TypeError);
  expect(await ledger.settle(entry.id, { state: 'refused' })).toMatchObject({
    state: 'refused',
    never_sent: true,
  });
});

it('what never left does not turn up at the upstream', async () => {
  const { ledger } = await clocked();
  const { entry } = await ledger.prepare(wish());
  const sent = await entryIn('sent', ledger);
  const waiting = await ledger.prepare(asked({ idempotencyKey: 'asked' }));
  await ledger.settle(entry.id, { state: 'refused' });
  await ledger.settle(sent.id, { state: 'refused', neverSent: true });
  await ledger.decline(waiting.entry.id, { by: 'page' });
  for (const { id } of [entry, sent, waiting.entry])
    expect(await ledger.settle(id, { state: 'completed' })).toMatchObject({ state: 'refused' });
});

it('only a refusal says that nothing was sent', async () => {
  const ledger = await scratchLedger();
  const told = { neverSent: true, isRefundShown: true } as const;
  for (const state of ['unknown', 'completed', 'pending', 'failed'] as const) {
    const { id } = await entryIn('sent', ledger);
    const settled = await ledger.settle(id, { ...told, state });
    expect(settled).toMatchObject({ state, never_sent: false, refund_shown: false });
  }
});

it('a charge above what was agreed, and a refund that was shown, stay so whatever is told later', async () => {
  const ledger = await scratchLedger();
  const { id } = await entryIn('sent', ledger);
  expect(await ledger.settle(id, { state: 'pending', charged: parseMoney(3) })).toMatchObject({
    overcharged: false,
  });
  expect(await ledger.settle(id, { state: 'pending', charged: parseMoney('3.01') })).toMatchObject({
    ...{ overcharged: true, charged: '3.01', amount: '3.01' },
  });
  expect(await ledger.settle(id, { state: 'refunded' })).toMatchObject({
    ...{ overcharged: true, charged: '3.01', refund_shown: false },
  });
  await ledger.settle(id, { state: 'refunded', isRefundShown: true });
  expect(await ledger.settle(id, { state: 'refunded' })).toMatchObject({ refund_shown: true });
});

it('an error and its advice stand as long as the state that they are about', async () => {
  const ledger = await scratchLedger();
  const { id } = await entryIn('sent', ledger);
  await ledger.settle(id, { state: 'unknown', error: refusal(), advice: 'look' });
  expect(await ledger.settle(id, { state: 'unknown' })).toMatchObject({
    error: { code: 'out_of_stock' },
    advice: 'look',
  });
  expect(await ledger.settle(id, { state: 'pending' })).toMatchObject({ error: null, advice: null });
});

it('a result that came later fills in what was missing and is never replaced', async () => {
  const ledger = await scratchLedger();
  const { id } = await entryIn('completed', ledger);
  await ledger.settle(id, { state: 'completed', result: { cards: ['A'] }, reference: 'ORDER1' });
  await ledger.settle(id, { state: 'completed' });
  const entry = await ledger.settle(id, {
    state: 'completed',
    result: { cards: ['B'] },
    reference: 'ORDER2',
  });
  expect(entry).toMatchObject({ result: { cards: ['A'] }, reference: 'ORDER1' });
});

it('what a completed result lacked may still come, and what it held stays', async () => {
  const ledger = await scratchLedger();
  const { id } = await entryIn('sent', ledger);
  const delivered = { status: 4, cards: null };
  await ledger.settle(id, { state: 'completed', result: delivered });
  expect((await ledger.settle(id, { state: 'completed' })).result).toEqual(delivered);
  expect(await ledger.settle(id, { state: 'completed', result: { status: 5, cards: 'A' } })).toMatchObject({
    result: { status: 4, cards: 'A' },
  });
});

it('a refusal that was concluded too early gives way to what the upstream shows', async () => {
  const ledger = await scratchLedger();
  const { id } = await entryIn('refused', ledger);
  const found = { state: 'completed', result: { cards: ['A'] } } as const;
  expect(await ledger.settle(id, found)).toMatchObject(found);
});

it('an unknown outcome says since when it has been unknown', async () => {
  const ledger = await scratchLedger();
  const { id } = await entryIn('unknown', ledger);
  const { evidence } = (await ledger.get(id)) ?? {};
  expect(evidence).toEqual({ answer_lost_at: expect.stringMatching(/^\d{4}-.*\+08:00$/) });
});

it('an answer that came was never lost, and one that was lost was so once', async () => {
  const { ledger, clock } = await clocked();
  const { entry } = await ledger.prepare(wish());
  await ledger.markSent(entry.id);
  expect((await ledger.settle(entry.id, { state: 'pending' })).evidence).toEqual({});
  const { id } = await entryIn('unknown', ledger);
  clock.ms += MINUTE_MS;
  const { evidence, updated_at } = await ledger.settle(id, { state: 'unknown' });
  expect(evidence).toEqual({ answer_lost_at: '2026-11-20T12:00:00+08:00' });
  expect(updated_at).toBe('2026-11-20T12:01:00+08:00');
  expect((await ledger.timeline(id)).at(-1)).toMatchObject({ action: 'settled', at: updated_at });
});

it('the latest reading says how something pending stands', async () => {
  const ledger = await scratchLedger();
  const { id } = await entryIn('sent', ledger);
  await ledger.settle(id, { state: 'pending', result: { status: 1 } });
  expect(await ledger.settle(id, { state: 'completed', result: { status: 4, cards: ['A'] } })).toMatchObject({
    result: { status: 4, cards: ['A'] },
  });
});

it('a result stays when the entry fails afterwards', async () => {
  const ledger = await scratchLedger();
  const { id } = await entryIn('sent', ledger);
  await ledger.settle(id, { state: 'pending', result: { cards: ['A'] } });
  expect(await ledger.settle(id, { state: 'failed' })).toMatchObject({
    state: 'failed',
    result: { cards: ['A'] },
  });
});

it('evidence is merged, and a differing reading of the same name is kept beside the first', () => {
  const first = mergeEvidence({ before: '10' }, { after: '7' });
  const second = mergeEvidence(first, { after: '7' });
  const third = mergeEvidence(mergeEvidence(second, { after: '6' }), { after: '5' });
  expect(second).toEqual({ before: '10', after: '7' });
  expect(third).toEqual({ before: '10', after: '7', after_2: '6', after_3: '5' });
});

it('settling an entry that does not exist says so', async () => {
  const ledger = await scratchLedger();
  await expect(ledger.settle('nothing', { state: 'completed' })).rejects.toMatchObject({ code: 'not_found' });
});
