import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { expect, it, onTestFinished, vi } from 'vitest';
import { nameOfUser } from './this-user.ts';

it('whose process it is, is told by name, and in a container without names by number', () => {
  expect(nameOfUser()).toBe(os.userInfo().username);
  const spy = vi.spyOn(os, 'userInfo').mockImplementation(() => {
    throw new Error('no such user');
  });
  syncBuiltinESMExports();
  onTestFinished(() => {
    spy.mockRestore();
    syncBuiltinESMExports();
  });
  expect(nameOfUser()).toBe(String(process.getuid?.() ?? 'unknown'));
});
