import { expect, it } from 'vitest';
import { delivered, scratchLedger, upstream, wish } from './testing/scratch.ts';

it('what an upstream told unasked is told apart from what it was asked for, the latest first', async () => {
  const ledger = await scratchLedger();
  const open = async (idempotencyKey: string) =>
    (await ledger.execute(wish({ idempotencyKey }), upstream({ state: 'pending' }).send)).id;
  const [asked, first, second] = [await open('asked'), await open('first'), await open('second')];
  await ledger.settle(asked, delivered);
  await ledger.settle(first, { ...delivered, isNotified: true });
  await ledger.settle(second, { state: 'failed', isNotified: true });
  const told = await ledger.notifications();
  expect(told).toMatchObject([
    { entry_id: second, from: 'pending', to: 'failed' },
    { entry_id: first, from: 'pending', to: 'completed' },
  ]);
  expect(await ledger.notifications({ limit: 1 })).toEqual(told.slice(0, 1));
  expect(await ledger.notifications({ beforeSeq: told[0]?.seq })).toEqual(told.slice(1));
  expect(await ledger.verify()).toEqual([]);
});
