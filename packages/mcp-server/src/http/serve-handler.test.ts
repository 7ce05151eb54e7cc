import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Limits, type Place, serveHandler } from './serve-handler.ts';

const LARGE: Limits = { connections: 10, headersMs: 60_000, requestMs: 60_000, checkEveryMs: 10 };

/** A handler that reads the whole body, served under some limits, and raw connections to it; `PORT` in what they send is its port. */
async function serve(limits: Partial<Limits>, place: Partial<Place> = {}) {
  const handler = async (request: Request) => new Response(`read ${(await request.text()).length}`);
  const { url, close } = await serveHandler(handler, {
    ...{ port: 0, host: '127.0.0.1', ...place },
    limits: { ...LARGE, ...limits },
  });
  onTestFinished(() => close());
  async function open(sent = ''): Promise<Socket> {
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    socket.write(sent.replace('PORT', port));
    return socket;
  }
  return { url, open };
}

describe('a sender that is too slow', () => {
  it.each([
    ['says nothing', '', { headersMs: 20 }],
    ['does not finish its headers', 'POST / HTTP/1.1\r\nHost: x\r\n', { headersMs: 20 }],
    [
      'does not finish its body',
      'POST / HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 9\r\n\r\na',
      { headersMs: 20, requestMs: 20 },
    ],
  ])('and %s is cut off', async (_, sent, limits) => {
    const { open } = await serve(limits);
    expect(await text(await open(sent))).toMatch(/^HTTP\/1\.1 408 /);
  });
});

it('connections beyond the limit are cut off, and there is room again once others have gone', async () => {
  const { url, open } = await serve({ connections: 2 });
  const [first] = [await open(), await open()];
  expect(await text(await open())).toBe('');
  first.destroy();
  const ask = () => fetch(url, { method: 'POST', body: 'abc' }).then((answer) => answer.text());
  await expect.poll(() => ask().catch(() => null)).toBe('read 3');
});

it('whoever asks for more before there is an answer is cut off, and all of it is one request', async () => {
  const asked: string[] = [];
  const { url, close } = await serveHandler(
    async (request) => {
      asked.push(new URL(request.url).pathname);
      return new Response(await request.text());
    },
    { port: 0, host: '127.0.0.1' },
  );
  onTestFinished(() => close());
  const { host, port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
  socket.write(`GET /first HTTP/1.1\r\nHost: ${host}\r\n\r\n`.repeat(1_000));
  await text(socket).catch(() => '');
  expect(asked.length).toBeLessThan(2);
  for (const path of ['/second', '/third']) await (await fetch(new URL(path, url))).text();
  expect(asked.slice(-2)).toEqual(['/second', '/third']);
});

/** The first line of the answer to a request under this `Host`. */
async function askUnder(host: string, place: Partial<Place> = {}): Promise<string | undefined> {
  const { open } = await serve({}, place);
  const socket = await open(
    `POST / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
  return (await text(socket)).split('\r\n')[0];
}

it.each(['*', '/mcp\\', 'mcp'])(
  'a request for %s, which is no path, is the fault of whoever sent it',
  async (target) => {
    const { open } = await serve({});
    const socket = await open(
      `OPTIONS ${target} HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n\r\n`,
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
  },
);

const publicUrl = 'https://notify.example:8443/notify/';

it.each([
  ['a name that somebody made resolve to this machine', 'rebound.example:PORT', {}],
  ['such a name without a port', 'rebound.example', {}],
  ['our address as part of a name', '127.0.0.1.example:PORT', {}],
  ['another port', '127.0.0.1:1', {}],
  ['no port', 'localhost', {}],
  ['nothing', '', {}],
  ['a part of the public name', 'example', { publicUrl }],
  ['a name that the public one begins', 'notify.example.evil.example', { publicUrl }],
])('a request under %s is refused', async (_, host, place) => {
  expect(await askUnder(host, place)).toBe('HTTP/1.1 421 Misdirected Request');
});

it.each([
  ['the address', '127.0.0.1:PORT', {}],
  ['localhost', 'LocalHost:PORT', {}],
  ['a loopback address of IPv6', '[::1]:PORT', {}],
  ['the address that it was told to listen on', '0.0.0.0:PORT', { host: '0.0.0.0' }],
  ['the public name', 'notify.example:8443', { publicUrl }],
  ['the public name as a proxy passes it on without its port', 'notify.example', { publicUrl }],
])('a request under %s is answered', async (_, host, place) => {
  expect(await askUnder(host, place)).toBe('HTTP/1.1 200 OK');
});
