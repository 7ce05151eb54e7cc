import { expect, it } from 'vitest';
import type { EntryState, LedgerEntry, SettledState } from './index.ts';
import { scratchLedger, wish } from './testing/scratch.ts';
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
  await ledger.settle(id, { state: 'completed', result: { status: 4, cards: null } });
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
