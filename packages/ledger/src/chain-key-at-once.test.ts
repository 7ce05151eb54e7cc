import { readdirSync, writeFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { readOrCreateKey } from './chain-key.ts';
import { scratchFolder } from './testing/scratch.ts';

const KEY = 'a'.repeat(64);

// What happens between this process's look for a key and its own.
const link = vi.hoisted(() => ({ before: (_to: string) => {} }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const linkSync: typeof fs.linkSync = (from, to) => {
    link.before(String(to));
    fs.linkSync(from, to);
  };
  return { ...fs, linkSync };
});

it('the key that another process has made in the same moment is the key', () => {
  link.before = (to) => writeFileSync(to, `${KEY}\n`);
  const folder = scratchFolder();
  expect(readOrCreateKey(folder)).toBe(KEY);
  expect(readdirSync(folder)).toEqual(['ledger.key']);
});

it('where no key can be kept, that is said as it is, and no draft is left', () => {
  link.before = () => {
    throw Object.assign(new Error('no links here'), { code: 'EPERM' });
  };
  const folder = scratchFolder();
  expect(() => readOrCreateKey(folder)).toThrow('no links here');
  expect(readdirSync(folder)).toEqual([]);
});

it('a key that nobody else makes is made once', () => {
  link.before = () => {};
  const folder = scratchFolder();
  const key = readOrCreateKey(folder);
  expect(readOrCreateKey(folder)).toBe(key);
  expect(readdirSync(folder)).toEqual(['ledger.key']);
});
