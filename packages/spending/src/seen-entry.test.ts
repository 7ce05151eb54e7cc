import type { Person } from '@kamikit/ledger';
import { expect, it } from 'vitest';
import { isSeenBy, seenEntry } from './seen-entry.ts';
import { madeEntry, madeParts } from './testing/made-ledger.ts';

const ANN: Person = { name: 'Ann', role: 'buyer', daily_budget: null, max_order: null };

it.each([
  ['whoever uses this machine sees', null, 'Bob', true],
  ['an owner sees', { ...ANN, role: 'owner' }, 'Bob', true],
  ['a viewer sees', { ...ANN, role: 'viewer' }, null, true],
  ['a buyer sees their own', ANN, 'Ann', true],
  ['a buyer does not see another’s', ANN, 'Bob', false],
  ['a buyer does not see the owner’s', ANN, null, false],
] as const)('%s', async (_, person, buyer, isSeen) => {
  const entry = madeEntry({ person: buyer });
  expect(isSeenBy(person, entry)).toBe(isSeen);
  const seen = seenEntry('e', { ...madeParts({ elsewhere: [entry] }), person });
  if (isSeen) expect(await seen).toBe(entry);
  else await expect(seen).rejects.toMatchObject({ code: 'not_found', outcome: 'not_committed' });
});

it('what the ledger does not hold is seen by nobody', async () => {
  const seen = seenEntry('none', madeParts({}));
  await expect(seen).rejects.toMatchObject({ code: 'not_found', outcome: 'not_committed' });
});
