import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { scratchFolder } from '../testing/scratch.ts';
import { makeFolder } from './make-folder.ts';

it('all that is missing is made, for this user alone; what is there stays', () => {
  const top = scratchFolder();
  makeFolder(join(top, 'a', 'b', 'c'));
  makeFolder(join(top, 'a', 'b', 'c'));
  for (const folder of ['a', 'a/b', 'a/b/c'])
    expect((statSync(join(top, folder)).mode & 0o777).toString(8)).toBe('700');
});

it('below a link to nowhere nothing is made', () => {
  const top = scratchFolder();
  symlinkSync(join(top, 'nowhere'), join(top, 'link'));
  expect(() => makeFolder(join(top, 'link', 'a', 'b'))).toThrow(/ENOENT/);
  mkdirSync(join(top, 'nowhere'));
  makeFolder(join(top, 'link', 'a', 'b'));
});

it('what stands in the way is told: a file in its place, or above it', () => {
  const file = join(scratchFolder(), 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(file)).toThrow(/EEXIST/);
  expect(() => makeFolder(join(file, 'a'))).toThrow(/ENOTDIR/);
});

it.runIf(process.platform === 'linux')('where no folder can be made, that is told', () => {
  expect(() => makeFolder('/proc/self/kamikit')).toThrow(/ENOENT/);
});

// In a process of its own, because one that never returns cannot be interrupted.
it.runIf(process.platform === 'linux')('below /proc nothing is made, and that is said at once', () => {
  const ledger = pathToFileURL(join(import.meta.dirname, '../index.ts'));
  const open = `const { openLedger } = await import(${JSON.stringify(ledger)});
    await openLedger({ path: '/proc/self/kamikit/data/ledger.sqlite' }).catch(({ code }) => {
      process.exitCode = code === 'config_invalid' ? 9 : 1;
    });`;
  const args = ['--conditions=@kamikit/source', '--input-type=module', '--eval', open];
  const { status, error } = spawnSync(process.execPath, args, { timeout: 20_000 });
  expect([status, error]).toEqual([9, undefined]);
});
