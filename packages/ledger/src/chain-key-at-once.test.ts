import fs, { readdirSync, writeFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { readOrCreateKey } from './chain-key.ts';
import { seenByImports } from './testing/replaced-builtin.ts';
import { scratchFolder } from './testing/scratch.ts';

const KEY = 'a'.repeat(64);

/** Does this between a process's look for a key and its own. */
function beforeLinking(happens: (to: string) => void): void {
  const { linkSync } = fs;
  const spy = vi.spyOn(fs, 'linkSync').mockImplementation((from, to) => {
    happens(String(to));
    linkSync(from, to);
  });
  seenByImports(spy);
}

it('the key that another process has made in the same moment is the key', () => {
  beforeLinking((to) => writeFileSync(to, `${KEY}\n`));
  const folder = scratchFolder();
  expect(readOrCreateKey(folder)).toBe(KEY);
  expect(readdirSync(folder)).toEqual(['ledger.key']);
});

it('where no key can be kept, that is said as it is, and no draft is left', () => {
  beforeLinking(() => {
    throw Object.assign(new Error('no links here'), { code: 'EPERM' });
  });
  const folder = scratchFolder();
  expect(() => readOrCreateKey(folder)).toThrow('no links here');
  expect(readdirSync(folder)).toEqual([]);
});

it('a key that nobody else makes is made once', () => {
  const folder = scratchFolder();
  const key = readOrCreateKey(folder);
  expect(readOrCreateKey(folder)).toBe(key);
  expect(readdirSync(folder)).toEqual(['ledger.key']);
});
