import { join } from 'node:path';
import { openLedger } from '@kamikit/ledger';
import { createSpender } from '@kamikit/spending';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';
import { isCron, restockOnTime } from './restock-on-time.ts';

const LINE = { sku_id: 11, floor: 5, target: 8, max_price: '13.5', stock: 3 };
const NINE = Date.parse('2026-11-20T09:00:00+08:00');
const MINUTE_MS = 60_000;

async function scheduled({ cron = '0 9 * * *', items = async (): Promise<object[]> => [LINE] } = {}) {
  const clock = { ms: NINE };
  const now = () => clock.ms;
  const ledger = await openLedger({ path: join(temporaryFolder(), 'ledger.db'), now });
  onTestFinished(() => ledger.close());
  const parts = { ledger: async () => ledger, spender: createSpender({ ledger }) };
  const schedule = { name: 'shop', cron, items, maxTotal: '100' };
  const instance = () => restockOnTime(schedule, parts);
  const { signal } = new AbortController();
  return { clock, ledger, instance, run: (key: string) => instance().run(key, signal) };
}

it('is due at its time in Shanghai, once however many instances look', async () => {
  const { clock, ledger, instance, run } = await scheduled();
  const [key = ''] = await instance().due();
  expect(key).toBe('restock shop 2026-11-20T01:00:00.000Z');
  // Both had seen it before either began.
  await Promise.all([run(key), run(key)]);
  clock.ms += MINUTE_MS;
  expect(await instance().due()).toEqual([]);
  expect(await ledger.jobs()).toMatchObject([{ kind: 'restock', idempotency_key: key, items: 1 }]);
  clock.ms = NINE + 24 * 60 * MINUTE_MS;
  expect(await instance().due()).toEqual(['restock shop 2026-11-21T01:00:00.000Z']);
});

it.each([
  ['a minute before it', -1, false],
  ['an hour after it, where nobody ran', 60, true],
  ['later still', 61, false],
])('is due %s: %s', async (_when, minutes, isDue) => {
  const { clock, instance } = await scheduled();
  clock.ms += minutes * MINUTE_MS;
  expect((await instance().due()).length === 1).toBe(isDue);
});

it('stays due as long as its list cannot be read', async () => {
  const lists = [[LINE]];
  const { instance, run } = await scheduled({
    items: async () => lists.pop() ?? Promise.reject(new Error('gone')),
  });
  lists.pop();
  const [key = ''] = await instance().due();
  await expect(run(key)).rejects.toThrow('gone');
  expect(await instance().due()).toEqual([key]);
  lists.push([LINE]);
  await run(key);
  expect(await instance().due()).toEqual([]);
});

it.each(['0 9 * * *', '*/5 8-20 * * 1-5', '30 9,15 1 * *'])('%s is a time', (text) => {
  expect(isCron(text)).toBe(true);
});

it.each(['', '9:00', '0 9 * *', '0 0 9 * * *', '99 9 * * *', '@daily'])('%j is none', (text) => {
  expect(isCron(text)).toBe(false);
});
