import { expect, it } from 'vitest';
import type { Errand } from './errand.ts';
import { startShared } from './start-work.ts';

it('an instance that cannot share its work does it alone, and says so', async () => {
  const done: string[] = [];
  const logged: unknown[] = [];
  const errand: Errand = {
    ...{ name: 'errand', everyMs: 1_000_000 },
    due: async () => (done.length === 0 ? ['a'] : []),
    run: async (what) => void done.push(what),
  };
  const nowhere = { databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing' };
  const start = startShared(nowhere, (...line) => void logged.push(line));
  const engine = await start([errand], () => {});
  engine.look();
  await expect.poll(() => done).toEqual(['a']);
  await engine.end();
  expect(logged).toContainEqual([
    'warn',
    'work is not shared with other instances',
    { reason: expect.stringContaining('ECONNREFUSED') },
  ]);
});
