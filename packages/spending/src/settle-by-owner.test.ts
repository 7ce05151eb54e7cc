import type { LedgerEntry } from '@kamikit/ledger';
import { expect, it } from 'vitest';
import { settleByOwner } from './settle-by-owner.ts';
import { at, madeEntry, madeParts } from './testing/made-ledger.ts';

const WRITTEN = {
  ...{ shop_trade_no: '7', status: null, amount: null, trade_time: null },
  ...{ contents: null, notice: 'A-1\nA-2' },
};

async function settled(changes: Partial<LedgerEntry>, word: 'delivered' | 'failed') {
  const parts = madeParts({ elsewhere: [madeEntry(changes)] });
  await settleByOwner('e', word, parts);
  return parts.settled;
}

it.each(['unknown', 'pending'] as const)('one that is %s is settled on its owner’s word', async (state) => {
  const evidence = { owner_said: 'failed', owner_said_at: at(0) };
  const advice = 'Its owner says that it failed.';
  expect(await settled({ state, result: WRITTEN }, 'failed')).toStrictEqual([
    ['e', { state: 'failed', evidence, advice }],
  ]);
});

it('what was delivered is what the shop wrote, and counted', async () => {
  const evidence = { owner_said: 'delivered', owner_said_at: at(0) };
  const result = { ...WRITTEN, contents: 'A-1\nA-2', notice: null };
  expect(await settled({ result: WRITTEN }, 'delivered')).toStrictEqual([
    ['e', { state: 'completed', evidence, result, delivered: 2 }],
  ]);
});

it('cards that the shop has not sent yet are left to be counted when they come', async () => {
  const result = { ...WRITTEN, notice: null };
  const evidence = { owner_said: 'delivered', owner_said_at: at(0) };
  expect(await settled({ result }, 'delivered')).toStrictEqual([
    ['e', { state: 'completed', evidence, result }],
  ]);
});

it.each([
  ['nothing was written', { result: null }],
  ['its kind is of another version', { kind: 'toString', result: WRITTEN }],
])('where %s, it is delivered without goods', async (_, changes) => {
  const evidence = { owner_said: 'delivered', owner_said_at: at(0) };
  expect(await settled(changes, 'delivered')).toStrictEqual([['e', { state: 'completed', evidence }]]);
});

it.each(['completed', 'failed', 'refunded', 'refused', 'sent', 'prepared', 'awaiting_approval'] as const)(
  'one that is %s is not',
  async (state) => {
    await expect(settled({ state }, 'failed')).rejects.toMatchObject({
      ...{ code: 'invalid_request', message: expect.stringContaining(`is ${state}`) },
    });
  },
);
