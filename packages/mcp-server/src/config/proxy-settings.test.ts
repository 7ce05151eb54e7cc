import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { connectHost } from '../../test/host.ts';
import { readConfig } from './config.ts';

it.each([
  [{ HTTPS_PROXY: 'http://proxy.example:8080' }, { url: 'http://proxy.example:8080/', noProxy: '' }],
  [
    { HTTPS_PROXY: 'http://a.example', https_proxy: 'b.example:1' },
    { url: 'http://b.example:1/', noProxy: '' },
  ],
  [
    { https_proxy: 'b.example:1', NO_PROXY: '.shop.example' },
    { url: 'http://b.example:1/', noProxy: '.shop.example' },
  ],
  [{ HTTPS_PROXY: ' ', NO_PROXY: '*' }, null],
  [{ HTTP_PROXY: 'http://proxy.example', ALL_PROXY: 'http://proxy.example' }, null],
  [{ HTTPS_PROXY: 'http://proxy.example', KAMIKIT_SANDBOX: 'true' }, null],
])('%j is the proxy %j', (environment, proxy) => {
  expect(readConfig(environment)).toMatchObject({ proxy, problems: [] });
});

it('a proxy that cannot be read stops everything, and its password is nowhere', () => {
  const config = readConfig({ HTTPS_PROXY: 'socks5://user:s3cret-of-proxy@proxy.example' });
  expect(config.problems).toMatchObject([{ variable: 'HTTPS_PROXY', concern: 'everything' }]);
  expect(JSON.stringify(config)).not.toContain('s3cret');
});

it.each(['50%', 'a%zz', '%E4%'])(
  'a proxy’s password %s stops everything, and how to write it is told',
  (password) => {
    const config = readConfig({ HTTPS_PROXY: `http://user:s3cret${password}@proxy.example` });
    expect(config).toMatchObject({
      proxy: null,
      problems: [
        { variable: 'HTTPS_PROXY', concern: 'everything', message: expect.stringContaining('as %25') },
      ],
    });
    expect(JSON.stringify(config)).not.toContain('s3cret');
  },
);

it('the password of a proxy is a secret', () => {
  const { secrets } = readConfig({ HTTPS_PROXY: 'http://user:a%2Fs3cret@proxy.example' });
  expect(secrets).toEqual(expect.arrayContaining(['a%2Fs3cret', 'a/s3cret']));
});

it('what the server asks of a shop goes through the proxy, which learns its name alone', async () => {
  const asked: string[] = [];
  const proxy = createServer().on('connect', ({ url, headers }, socket) => {
    asked.push(`${url} ${JSON.stringify(headers)}`);
    socket.end('HTTP/1.1 503 Busy\r\n\r\n');
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => void proxy.close());
  const address = Object(proxy.address());
  const { call } = await connectHost({
    environment: {
      HTTPS_PROXY: `http://127.0.0.1:${address.port}`,
      KAMIKIT_STOREFRONT_URL: 'https://shop.example/api',
      KAMIKIT_STOREFRONT_API_KEY: 'canary-key-of-the-shop',
    },
  });
  expect(await call('list_goods')).toMatchObject({ answer: { error: { code: 'unreachable' } } });
  expect(asked.length).toBeGreaterThan(0);
  for (const each of asked) {
    expect(each).toMatch(/^shop\.example:443 /);
    expect(each).not.toContain('canary');
  }
});
