import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { turnAfter, wholeTurn } from './turns.ts';

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
