import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readServerTime } from './server-time.ts';
import { parseProxyUrl } from './settings.ts';
import { StorefrontClient } from './storefront/client.ts';
import { instantTiming } from './testing/instant-timing.ts';
import { proxiedShop } from './testing/proxied-shop.ts';
import { apiKey, order, shop, success, wish } from './testing/storefront-shop.ts';

const NEVER_SENT = { code: 'unreachable', outcome: 'not_committed', neverSent: true };

describe('through a proxy', () => {
  it('reads share a tunnel, and every purchase gets a fresh one, without HTTP/2', async () => {
    const { client, tunnels, protocols, arrived } = await proxiedShop(order);
    for (let read = 0; read < 6; read += 1) await client.getOrder('A1');
    const shared = tunnels.length;
    expect(shared).toBeLessThan(6);
    for (let bought = 0; bought < 3; bought += 1) await client.purchase(wish);
    expect(tunnels).toHaveLength(shared + 3);
    expect(arrived).toHaveLength(9);
    expect(protocols.slice(shared).flat()).not.toContain('h2');
  });

  it('only the host’s name is seen there, and no key', async () => {
    const { client, tunnels, arrived } = await proxiedShop(order);
    await client.getOrder('A1');
    await client.purchase(wish);
    expect(arrived).toEqual([
      `GET shop.example/api/v2/order/A1 ${apiKey}`,
      `POST shop.example/api/purchase ${apiKey}`,
    ]);
    for (const { to, headers, seen } of tunnels) {
      expect(to).toBe('shop.example:443');
      expect(headers['proxy-authorization']).toBe(`Basic ${btoa('user:proxy-password')}`);
      expect(seen.length).toBeGreaterThan(100);
      for (const text of [JSON.stringify(headers), seen]) expect(text).not.toContain(apiKey);
    }
  });

  it('a server is asked what time it is, and told no key', async () => {
    const { url, tunnels, arrived } = await proxiedShop(order);
    const asking = { upstream: 'storefront', proxy: { url }, timeoutMs: 10_000 } as const;
    expect(await readServerTime(new URL('https://shop.example/'), asking)).toEqual(expect.any(Number));
    expect(tunnels).toHaveLength(1);
    expect(arrived).toEqual(['HEAD shop.example/ undefined']);
  });

  it.each([403, 407, 502])('that refuses with %d, nothing was sent', async (refuse) => {
    const { client, tunnels } = await proxiedShop(order, { refuse });
    const error = await client.purchase(wish).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      ...NEVER_SENT,
      message: expect.stringMatching(/through the proxy 127\.0\.0\.1:\d+: /),
    });
    expect(tunnels).toHaveLength(1);
    await expect(client.getBalance()).rejects.toMatchObject({ code: 'unreachable', retryable: true });
    expect(inspect(error, { depth: 9 })).not.toContain('proxy-password');
  });

  it('that is not there, nothing was sent', async () => {
    const { client, closeProxy } = await proxiedShop(order);
    closeProxy();
    const error = await client.purchase(wish).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      ...NEVER_SENT,
      message: expect.stringMatching(
        /could not reach the storefront through the proxy 127\.0\.0\.1:\d+: .*ECONNREFUSED/,
      ),
      hint: expect.stringContaining('proxy'),
    });
    expect(inspect(error, { depth: 9 })).not.toContain('proxy-password');
  });

  it('that has no such name is named, and not the shop', async () => {
    const client = new StorefrontClient({
      ...{ apiKey, baseUrl: 'https://shop.example/api', timing: instantTiming() },
      ...{ proxy: { url: 'http://user:proxy-password@proxy.invalid:8080' }, retry: { attempts: 1 } },
    });
    onTestFinished(() => client.close());
    const error = await client.getBalance().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/through the proxy proxy\.invalid:8080: getaddrinfo/),
      hint: expect.stringContaining('proxy'),
    });
    expect(inspect(error, { depth: 9 })).not.toContain('proxy-password');
  });

  it('the certificate of the shop still counts', async () => {
    const { client, arrived } = await proxiedShop(order, { baseUrl: 'https://other.example/api' });
    await expect(client.purchase(wish)).rejects.toMatchObject(NEVER_SENT);
    expect(arrived).toEqual([]);
  });
});

describe('past a proxy', () => {
  it('goes what is for this machine', async () => {
    const { url, tunnels } = await proxiedShop(order);
    const { client, arrived } = await shop([success(order)], { proxy: { url, noProxy: '' } });
    await client.getOrder('A1');
    await client.purchase(wish);
    expect([arrived.length, tunnels.length]).toEqual([2, 0]);
  });

  it('goes what is for this machine by TLS, too', async () => {
    const { url, tunnels } = await proxiedShop(order);
    const client = new StorefrontClient({
      ...{ apiKey, baseUrl: 'https://127.0.0.2:1/api', proxy: { url }, timing: instantTiming() },
    });
    onTestFinished(() => client.close());
    await expect(client.purchase(wish)).rejects.toMatchObject(NEVER_SENT);
    expect(tunnels).toEqual([]);
  });

  it.each(['shop.example', 'other.example,.example', '*'])('goes what NO_PROXY=%s names', async (noProxy) => {
    const { url, tunnels } = await proxiedShop(order);
    const client = new StorefrontClient({
      ...{ apiKey, baseUrl: 'https://shop.example:1/api', timing: instantTiming() },
      ...{ proxy: { url, noProxy }, retry: { attempts: 1 } },
    });
    onTestFinished(() => client.close());
    await expect(client.purchase(wish)).rejects.toMatchObject({
      ...NEVER_SENT,
      message: expect.not.stringContaining('proxy'),
    });
    expect(tunnels).toEqual([]);
  });
});

it.each([
  ['http://proxy.example:8080', 'http://proxy.example:8080/'],
  ['proxy.example:8080', 'http://proxy.example:8080/'],
  ['https://user:secret@proxy.example', 'https://user:secret@proxy.example/'],
])('the proxy %s is %s', (text, href) => {
  expect(parseProxyUrl(text).href).toBe(href);
});

it.each(['http://user:secret50%@proxy.example', 'user%:secret@proxy.example'])(
  '%s cannot log in anywhere',
  (text) => {
    expect(() => parseProxyUrl(text)).toThrow(/^(?!.*secret).*%25/);
  },
);

it.each(['', 'socks5://user:secret@proxy.example', 'http://', 'file:///secret'])('%s is no proxy', (text) => {
  expect(() => parseProxyUrl(text)).toThrow(/^(?!.*secret).*HTTP proxy/);
});
