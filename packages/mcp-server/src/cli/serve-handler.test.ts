import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Limits, serveHandler } from './serve-handler.ts';

const LARGE: Limits = { connections: 10, headersMs: 60_000, requestMs: 60_000, checkEveryMs: 10 };

/** A handler that reads the whole body, served under some limits, and raw connections to it. */
async function serve(limits: Partial<Limits>) {
  const handler = async (request: Request) => new Response(`read ${(await request.text()).length}`);
  const { url, close } = await serveHandler(handler, 0, '127.0.0.1', { ...LARGE, ...limits });
  onTestFinished(close);
  async function open(sent = ''): Promise<Socket> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    socket.write(sent);
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
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na',
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
