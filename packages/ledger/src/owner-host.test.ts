import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { isAbandoned } from './owner.ts';
import { ownerHost } from './owner-host.ts';

it('two machines of one name are not taken for one, nor are two containers of one machine', () => {
  const hosts = [
    { boot: 'a', namespace: 'pid:[1]' },
    { boot: 'b', namespace: 'pid:[1]' },
    { boot: 'a', namespace: 'pid:[2]' },
  ].map((place) => ownerHost('kamikit', place));
  expect(new Set(hosts).size).toBe(3);
});

it('the processes of one machine agree on where they are', () => {
  expect(ownerHost()).toBe(ownerHost());
});

it.skipIf(process.platform !== 'linux')(
  'what a container of this name holds as the same process number is not taken from it before its lease is over',
  () => {
    const elsewhere = ownerHost(hostname(), { boot: 'another', namespace: 'pid:[1]' });
    const row = { owner_pid: process.pid, owner_token: 'other', lease_until_ms: 1000 };
    expect(isAbandoned({ ...row, owner_host: elsewhere }, 0)).toBe(false);
    expect(isAbandoned({ ...row, owner_host: hostname() }, 0)).toBe(false);
    expect(isAbandoned({ ...row, owner_host: ownerHost() }, 0)).toBe(true);
    expect(isAbandoned({ ...row, owner_host: elsewhere }, 1000)).toBe(true);
  },
);
