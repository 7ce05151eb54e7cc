import { openLedger } from '@kamikit/ledger';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';
import { wholeId } from './entry-id.ts';

it('an id of which too little is given is refused with those that it may be', async () => {
  const ledger = await openLedger({ path: `${temporaryFolder()}/ledger.db` });
  const ids = ['abcd1', 'abcd2', 'abcd3', 'abcd4', 'abcd5', 'abcd6'];
  const crowded = { ...ledger, idsLike: async (_: string, limit: number) => ids.slice(0, limit) };
  await expect(wholeId(crowded, 'abcd')).rejects.toMatchObject({
    code: 'invalid_request',
    message: 'entry_id abcd may be abcd1, abcd2, abcd3, abcd4, abcd5 and more: give more of it.',
  });
  expect(await wholeId(crowded, 'abc')).toBe('abc');
  expect(await wholeId(ledger, 'abcd')).toBe('abcd');
  await ledger.close();
});
