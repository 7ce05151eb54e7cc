import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { expect, it, onTestFinished, vi } from 'vitest';
import { nameOfUser } from './this-user.ts';

const ALICE = { username: 'alice', uid: 1, gid: 1, shell: null, homedir: '/home/alice' };

function withUser(userInfo: () => typeof ALICE): void {
  const spy = vi.spyOn(os, 'userInfo').mockImplementation(userInfo);
  syncBuiltinESMExports();
  onTestFinished(() => {
    spy.mockRestore();
    syncBuiltinESMExports();
  });
}

it('whose process it is, is told by name', () => {
  withUser(() => ALICE);
  expect(nameOfUser()).toBe('alice');
});

it('in a container whose users have no names, by number', () => {
  withUser(() => {
    throw new Error('no such user');
  });
  expect(nameOfUser()).toBe(String(process.getuid?.() ?? 'unknown'));
});
