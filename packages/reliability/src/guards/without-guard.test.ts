import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleServer } from '@kamikit/mcp-server/build';
import { expect, it, onTestFinished } from 'vitest';
import type { Guard } from './guard.ts';
import { withoutGuard } from './without-guard.ts';

const guard: Guard = {
  name: 'every settlement is an event',
  invariant: 'the events account for the entries',
  file: 'ledger/src/queries.ts',
  piece: 'await changeOf(',
  instead: 'await leaveOut(',
};

it('a server is built without the guard, and not without one that there is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-variant-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await bundleServer(folder, [withoutGuard(guard)]);
  const built = globSync('{,parts/}*.mjs', { cwd: folder }).map((file) =>
    readFileSync(join(folder, file), 'utf8'),
  );
  expect(built.filter((text) => text.includes('await leaveOut(db, settlement'))).not.toEqual([]);
  const gone = { ...guard, piece: 'await nothingOfTheKind(' };
  await expect(bundleServer(folder, [withoutGuard(gone)])).rejects.toThrow(/no longer holds/);
});
