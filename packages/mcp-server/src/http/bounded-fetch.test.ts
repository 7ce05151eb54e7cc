import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { proxiedHost } from '@kamikit/core/src/testing/proxied-host.ts';
import { expect, it, onTestFinished } from 'vitest';
import { boundedFetch } from './bounded-fetch.ts';

const METADATA = { jwks_uri: 'https://issuer.example/keys' };

function opened(proxy: Parameters<typeof boundedFetch>[0]) {
  const { fetch, close } = boundedFetch(proxy);
  onTestFinished(close);
  return (url: string) => fetch(url, { headers: { accept: 'application/json' } });
}

it('what an issuer publishes is read through the proxy, which sees none of it', async () => {
  const asked: unknown[] = [];
  const host = await proxiedHost('issuer.example', ({ url, headers }, response) => {
    asked.push([url, headers.accept]);
    response.end(JSON.stringify(METADATA));
  });
  const fetch = opened({ url: host.url, noProxy: '' });
  const answer = await fetch('https://issuer.example/.well-known/oauth-authorization-server');
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual(METADATA);
  expect(asked).toEqual([['/.well-known/oauth-authorization-server', 'application/json']]);
  expect(host.tunnels.map(({ to }) => to)).toEqual(['issuer.example:443']);
  expect(host.tunnels[0]?.seen).not.toContain('well-known');
});

it('what is too large to be metadata or keys is not taken in, from whoever it comes', async () => {
  const answer: RequestListener = ({ url }, response) => void response.end('a'.repeat(Number(url?.slice(1))));
  const host = await proxiedHost('issuer.example', answer);
  const here = createServer(answer);
  await once(here.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void here.close());
  const address = here.address();
  const port = typeof address === 'object' && address ? address.port : expect.fail('no port');
  const fetch = opened({ url: host.url, noProxy: '' });
  for (const base of ['https://issuer.example', `http://127.0.0.1:${port}`]) {
    expect((await fetch(`${base}/262144`)).status).toBe(200);
    await expect(fetch(`${base}/262145`)).rejects.toThrow(/max size/i);
  }
});
