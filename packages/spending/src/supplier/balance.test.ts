import { KamikitError } from '@kamikit/core';
import { expect, it } from 'vitest';
import { madeSupplier } from '../testing/made-clients.ts';
import { yuan } from '../testing/made-ledger.ts';
import { readBalance } from './balance.ts';

const { signal } = new AbortController();

it('the balance is asked for as long as the caller waits', async () => {
  const asked: unknown[] = [];
  const supplier = madeSupplier({
    async connect(options) {
      asked.push(options?.signal);
      return { username: null, balance: yuan(9) };
    },
  });
  expect(await readBalance(supplier, signal)).toBe('9');
  expect(asked[0]).toBe(signal);
});

it('a shop that does not tell it has none to show, and whoever stops waiting is told nothing', async () => {
  const failing = (error: Error) => madeSupplier({ connect: () => Promise.reject(error) });
  const missing = new KamikitError('no such page', { code: 'not_found' });
  expect(await readBalance(failing(missing), signal)).toBeNull();
  await expect(readBalance(failing(new RangeError('aborted')), signal)).rejects.toThrow('aborted');
});
