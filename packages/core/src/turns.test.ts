import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { mapInTurns, takeTurns, turnAfter, wholeTurn } from './turns.ts';

/** Both ends of a connection within this process. */
async function connection(): Promise<[Socket, Socket]> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('it listens nowhere');
  const accepted = once(server, 'connection');
  const here = connect(address.port, '127.0.0.1');
  const [[there]] = await Promise.all([accepted, once(here, 'connect')]);
  onTestFinished(() => {
    for (const each of [here, there, server]) each instanceof Object && 'destroy' in each && each.destroy();
    server.close();
  });
  return [here, there];
}

const rests: [what: string, rest: () => Promise<void>][] = [
  ['a whole turn', wholeTurn],
  ['a step with a large answer', () => turnAfter(1024 * 1024)],
];

test.each(rests)('after %s, what was sent meanwhile has been read', async (_what, rest) => {
  const [[first, firstThere], [second, secondThere]] = await Promise.all([connection(), connection()]);
  let isRead = false;
  second.on('data', () => {
    isRead = true;
  });
  const seen = new Promise<boolean>((resolve) => {
    // Within the reading of input, as a request of a host is.
    first.once('data', async () => {
      secondThere.write('ping');
      await rest();
      resolve(isRead);
    });
  });
  firstThere.write('request');
  expect(await seen).toBe(true);
});

/** A clock that stands where it is put, until its test is left. */
function clock() {
  const now = vi.spyOn(performance, 'now').mockImplementation(() => shows.at);
  const shows = { at: 1_000, [Symbol.dispose]: () => now.mockRestore() };
  return shows;
}

test('work that takes turns rests once 10 ms have passed, and then goes on for as long', async () => {
  using shows = clock();
  const turn = takeTurns();
  shows.at += 9;
  expect(turn()).toBeUndefined();
  shows.at += 1;
  const others = vi.fn();
  setImmediate(others);
  await turn();
  expect(others).toHaveBeenCalledOnce();
  shows.at += 9;
  expect(turn()).toBeUndefined();
});

test('work that takes turns is stopped where it rests', async () => {
  using shows = clock();
  const stop = new AbortController();
  const turn = takeTurns(stop.signal);
  shows.at += 10;
  await turn();
  stop.abort(new Error('enough'));
  expect(turn()).toBeUndefined();
  shows.at += 10;
  await expect(turn()).rejects.toThrow('enough');
});

test.each([
  [64 * 1024, 0],
  [64 * 1024 + 1, 1],
])('after a step with %d bytes others get %d turns', async (bytes, turns) => {
  const others = vi.fn();
  setImmediate(others);
  await turnAfter(bytes);
  expect(others).toHaveBeenCalledTimes(turns);
});

test('what is mapped in turns comes in order, and others get theirs', async () => {
  using shows = clock();
  const others = vi.fn();
  setImmediate(others);
  const seen: number[] = [];
  async function double(value: number) {
    shows.at += 6;
    seen.push(others.mock.calls.length);
    return value * 2;
  }
  expect(await mapInTurns(new Set([1, 2, 3]), double)).toEqual([2, 4, 6]);
  expect(seen).toEqual([0, 0, 1]);
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(mapInTurns([1, 2, 3], double, signal)).rejects.toThrow('enough');
});
