import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readServerTime } from './server-time.ts';

const ASKING = { upstream: 'cards', timeoutMs: 10_000 } as const;

/** A server, and the connections that it was asked by. */
async function serverThat(answers: RequestListener) {
  const server = createServer(answers).listen(0, '127.0.0.1');
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: new URL(`http://127.0.0.1:${port}/`), sockets };
}

test.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', Date.parse('1994-11-06T08:49:37Z')],
  ['some day', null],
  [undefined, null],
])('a server whose Date is %s says that it is %s, and is left alone then', async (date, time) => {
  const { url, sockets } = await serverThat((_, response) => {
    response.sendDate = false;
    if (date !== undefined) response.setHeader('date', date);
    response.end();
  });
  expect(await readServerTime(url, ASKING)).toBe(time);
  await vi.waitFor(() => expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true]), 1_000);
});

test('a server that is not there is not reached, and the error says for what', async () => {
  await expect(readServerTime(new URL('http://127.0.0.1:9/'), ASKING)).rejects.toMatchObject({
    ...{ code: 'unreachable', upstream: 'cards', operation: 'time', outcome: undefined },
  });
});
