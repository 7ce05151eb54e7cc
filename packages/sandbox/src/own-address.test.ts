import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { SandboxOptions } from './start-sandbox.ts';
import { openSandbox } from './testing/open-sandbox.ts';

/** Asks a sandbox to move its clock, under headers of one's own; `PORT` in them is its port. */
async function ask(headers: Record<string, string>, { host }: SandboxOptions = {}) {
  const { sandbox } = await openSandbox({ ...(host && { host }) });
  const { port, hostname } = new URL(sandbox.url);
  const own = Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', port)]);
  const sent = request({
    ...{ host: hostname.replace(/[[\]]/g, ''), port, method: 'POST', path: '/__sandbox/clock' },
    headers: Object.fromEntries(own),
  });
  sent.end('{"advance_ms":1000}');
  const [response] = await once(sent, 'response');
  const body: unknown = JSON.parse(await text(response));
  return { status: response.statusCode, body };
}

test.each([
  ['a name that somebody made resolve to this machine', { host: 'rebound.example:PORT' }],
  ['such a name without a port', { host: 'rebound.example' }],
  ['our address as part of a name', { host: '127.0.0.1.example:PORT' }],
  ['another port', { host: '127.0.0.1:1' }],
  ['another loopback address', { host: '127.0.0.2:PORT' }],
  ['a page elsewhere', { host: '127.0.0.1:PORT', origin: 'https://evil.example' }],
  ['a page on another port of this machine', { host: '127.0.0.1:PORT', origin: 'http://127.0.0.1:1' }],
  ['a page in a frame without an origin', { host: '127.0.0.1:PORT', origin: 'null' }],
  ['a rebound page, whose origin is the same as its host', { host: 'a.b:PORT', origin: 'http://a.b:PORT' }],
])('a request from %s is refused', async (_, headers) => {
  const { status, body } = await ask(headers);
  expect(status).toBe(403);
  expect(body).toEqual({ message: expect.stringContaining('is not this sandbox') });
});

test.each([
  ['the address', { host: '127.0.0.1:PORT' }, {}],
  ['localhost', { host: 'LocalHost:PORT' }, {}],
  ['the sandbox’s own page', { host: '127.0.0.1:PORT', origin: 'http://127.0.0.1:PORT' }, {}],
  ['the name by which it was started', { host: 'localhost:PORT' }, { host: 'localhost' }],
  ['an address of IPv6', { host: '[::1]:PORT' }, { host: '::1' }],
])('a request to %s is answered', async (_, headers, options) => {
  expect(await ask(headers, options)).toMatchObject({ status: 200 });
});
