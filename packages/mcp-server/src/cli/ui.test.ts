import { readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { bundleForTests } from '../../test/bundle-for-tests.ts';
import { startTestSandbox } from '../../test/host.ts';
import { ownerOf } from '../../test/owner.ts';
import { type PageProcess, startPage } from '../../test/page-process.ts';
import { startServer } from '../../test/server-process.ts';
import { readPageAddress } from '../config/page-address.ts';

const file = bundleForTests();

const WISH = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '100' };

function secretOf({ link }: PageProcess): string {
  return new URL(link).searchParams.get('link') ?? '';
}

/** The part of its path that nobody can guess. */
function rootOf({ link }: PageProcess): string {
  return new URL(link).pathname.split('/')[1] ?? '';
}

/** Opens the link, as a browser does. */
async function enter({ link }: PageProcess) {
  const answer = await fetch(link);
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const root = link.slice(0, link.indexOf('enter'));
  return {
    root,
    get: async (path: string) => (await fetch(new URL(path, root), { headers: { cookie } })).text(),
    post: (path: string, body: URLSearchParams) =>
      fetch(new URL(path, root), {
        ...{ method: 'POST', body, redirect: 'manual' },
        headers: { cookie, origin: new URL(root).origin },
      }),
  };
}

describe('kamikit ui', () => {
  it('prints its one-time link alone, and the link opens the page', async () => {
    const page = await startPage(file);
    expect(page.written.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{24}\/enter\?link=[\w-]{43}\n$/);
    const { get } = await enter(page);
    expect(await get('')).toContain('<h1>Overview</h1>');
    expect(await get('catalogue')).toContain('腾讯视频VIP会员');
    expect(await get('doctor')).toContain('No problems found.');
    expect((await fetch(page.link)).status).toBe(403);
  });

  it('tells where it runs in a file for its owner alone, which holds no secret and goes with it', async () => {
    const page = await startPage(file);
    const place = { dataDir: join(page.dataDir, 'sandbox') };
    const address = join(place.dataDir, 'page.json');
    expect(statSync(address).mode & 0o777).toBe(0o600);
    expect(readFileSync(address, 'utf8')).not.toContain('link');
    expect(readPageAddress(place)).toBe(new URL('/', page.link).href);
    expect(readFileSync(address, 'utf8')).not.toContain(rootOf(page));
    const door = await fetch(readPageAddress(place) ?? '');
    expect(await door.text()).not.toContain(rootOf(page));
    expect(await page.end()).toBe(0);
    expect(readPageAddress(place)).toBeNull();
  });

  it('ends at once, with pages open', async () => {
    const page = await startPage(file);
    const { root } = await enter(page);
    const second = await fetch(page.link);
    expect(second.status).toBe(403);
    const waiting = fetch(new URL('live', root)).catch(() => null);
    expect(await page.end()).toBe(0);
    await waiting;
  });
});

it('ends once what its owner allowed is written down', async () => {
  const { environment, sandbox } = await startTestSandbox();
  const settings = { KAMIKIT_SANDBOX: 'false', KAMIKIT_CONFIRM: 'owner', ...environment };
  const page = await startPage(file, settings);
  const { call } = await startServer(file, page.environment);
  await call('purchase', { ...WISH, mode: 'sync', idempotency_key: 'k' });
  sandbox.addFault({ upstream: 'storefront', operation: 'purchase_sync', kind: 'delay_ms', ms: 500 });
  const { get, post } = await enter(page);
  const approvals = await get('approvals');
  const [, path = ''] = /action="([^"]+\/approve)"/.exec(approvals) ?? [];
  const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(approvals) ?? [];
  const approved = post(path, new URLSearchParams({ _csrf: csrf })).catch(() => null);
  await expect.poll(() => sandbox.state().counts.storefront?.purchase_sync).toBe(1);
  expect(await page.end()).toBe(0);
  await approved;
  const ledger = await ownerOf(page.environment).ledger();
  expect((await ledger.list()).entries).toMatchObject([{ state: 'completed' }]);
});

it('sends nothing on a yes while the name of a guard is misspelt', async () => {
  const { environment, sandbox } = await startTestSandbox();
  const settings = { KAMIKIT_SANDBOX: 'false', KAMIKIT_CONFIRM: 'owner', ...environment };
  const page = await startPage(file, { ...settings, KAMIKIT_DAILY_BUGDET: '5' });
  const { call } = await startServer(file, { ...page.environment, KAMIKIT_DAILY_BUGDET: '' });
  await call('purchase', { ...WISH, idempotency_key: 'k' });
  const { get, post } = await enter(page);
  const approvals = await get('approvals');
  const [, path = ''] = /action="([^"]+\/approve)"/.exec(approvals) ?? [];
  const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(approvals) ?? [];
  expect((await post(path, new URLSearchParams({ _csrf: csrf }))).status).toBe(303);
  expect(await get('approvals')).toContain('KAMIKIT_DAILY_BUGDET');
  expect(sandbox.state().storefront.charges).toEqual([]);
});

describe('the link’s secret', () => {
  it('is in no log, whatever is logged', async () => {
    const page = await startPage(file);
    const { get } = await enter(page);
    await get('catalogue');
    await page.end();
    expect(page.written.stderr).toContain('"operation"');
    expect(page.written.stderr).not.toContain(secretOf(page));
  });

  it('is in no answer of a tool, nor is the page’s path, while the page runs on the same ledger', async () => {
    const page = await startPage(file);
    const asking = { KAMIKIT_LOG_LEVEL: 'debug', KAMIKIT_CONFIRM: 'owner', KAMIKIT_MAX_ORDER_TOTAL: '100' };
    const server = await startServer(file, { ...page.environment, ...asking });
    const { tools } = (await server.request('tools/list')) as { tools: Array<{ name: string }> };
    for (const { name } of tools) await server.call(name, {});
    await server.call('list_ledger', { search: 'http' });
    await server.call('get_balance', {});
    await server.call('purchase', { ...WISH, idempotency_key: 'told' });
    const said = server.lines.join('\n');
    expect(said).toContain(new URL('/#approvals', page.link).href);
    expect(said).not.toContain(rootOf(page));
    expect(said).not.toContain(secretOf(page));
    expect(said).not.toContain('kamikit_session');
  });
});

describe('a web page that has its own name resolve to this machine', () => {
  it.each(['evil.example:PORT', 'evil.example', '127.0.0.1:1', '127.0.0.1.evil.example:PORT'])(
    'reaches nothing as %s',
    async (host) => {
      const { link } = await startPage(file);
      const { port, pathname, search } = new URL(link);
      const headers = { host: host.replace('PORT', port) };
      const answer = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
        request({ host: '127.0.0.1', port, path: `${pathname}${search}`, headers }, async (message) =>
          resolve({ status: message.statusCode, body: await text(message) }),
        )
          .on('error', reject)
          .end();
      });
      expect(answer.status).toBe(421);
      // Nor is the link used up.
      expect((await fetch(link)).status).toBe(200);
    },
  );
});
