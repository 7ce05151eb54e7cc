import { expect, it, vi } from 'vitest';
import { scratchLedger, wish } from './testing/scratch.ts';

// As in a container whose user is a number alone.
vi.mock('node:os', async (original) => ({
  ...(await original<typeof import('node:os')>()),
  userInfo: () => {
    throw new Error('no such user');
  },
}));

it.skipIf(process.platform === 'win32')('a user without a name is told by their number', async () => {
  const ledger = await scratchLedger();
  const { entry } = await ledger.prepare(wish());
  expect(await ledger.timeline(entry.id)).toMatchObject([{ who: `${process.getuid?.()}` }]);
});
