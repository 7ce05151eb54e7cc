import os from 'node:os';
import { expect, it, onTestFinished, vi } from 'vitest';
import { seenByImports } from './testing/replaced-builtin.ts';
import { nameOfUser } from './this-user.ts';

const ALICE = { username: 'alice', uid: 1, gid: 1, shell: null, homedir: '/home/alice' };

function withUser(userInfo: () => typeof ALICE): void {
  const spy = vi.spyOn(os, 'userInfo').mockImplementation(userInfo);
  seenByImports(spy);
}

it('whose process it is, is told by name', () => {
  withUser(() => ALICE);
  expect(nameOfUser()).toBe('alice');
});

it('in a container whose users have no names, by number', () => {
  const getuid = vi.spyOn(process, 'getuid').mockReturnValue(1000);
  onTestFinished(() => getuid.mockRestore());
  withUser(() => {
    throw new Error('no such user');
  });
  expect(nameOfUser()).toBe('1000');
});
