import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { request as ask, type RequestOptions } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';
import { sharedEnvironment, startTestSandbox, temporaryFolder } from './host.ts';
import { ownerOf } from './owner.ts';
import { posted } from './posted-call.ts';

const CADDYFILE = fileURLToPath(new URL('../../../deploy/Caddyfile', import.meta.url));
const server = bundleForTests();
const caddyVersion = versionOf('caddy');
const hasCaddy = caddyVersion !== null;
// Debian's is older, and has another name for it.
const BUFFERING = caddyVersion?.startsWith('2.6')
  ? 'buffer_requests\n\t\t\tmax_buffer_size'
  : 'request_buffers';
if (!hasCaddy) process.stderr.write('\nSKIPPED: several instances behind Caddy, which is not here.\n\n');

describe.skipIf(!hasCaddy)('several instances behind Caddy, as `deploy/Caddyfile` says', () => {
  it('answer calls whichever of them is there, and the page is served by the one that has its sessions', async () => {
    const { environment, sandbox } = await startTestSandbox();
    const own = { KAMIKIT_DATA_DIR: temporaryFolder(), KAMIKIT_LOG_LEVEL: 'silent' };
    const settings = { ...environment, ...sharedEnvironment(), ...own };
    const base = `https://localhost:${await freePort()}`;
    // One after the other: the first makes the ledger and its key.
    const [one, other, page] = [
      await serve(settings, base),
      await serve(settings, base),
      await serve(settings, base),
    ];
    await startCaddy({ base, anywhere: [one.port, other.port], page: page.port });
    const token = await ownerOf(settings).addPerson('alice', { role: 'owner' });

    const WISH = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '999', mode: 'sync', again: true };
    const buy = (key: string) =>
      told(`${base}/mcp`, posted(token, 'purchase', { ...WISH, idempotency_key: key }));
    for (const key of ['a', 'b', 'c']) expect((await buy(key)).body).toContain('"state":"completed"');
    one.child.kill('SIGKILL');
    await once(one.child, 'exit');
    for (const key of ['c', 'd', 'e', 'f']) expect((await buy(key)).body).toContain('"state":"completed"');
    expect(sandbox.state().storefront.charges).toHaveLength(6);

    const authorization = `Bearer ${token}`;
    const { body } = await told(`${base}/page-link`, { method: 'POST', headers: { authorization } });
    const { link }: { link: string } = JSON.parse(body);
    expect(link).toContain(`${base}/`);
    const opened = await told(link);
    const cookie = String(opened.headers['set-cookie']).split(';')[0] ?? '';
    const root = new URL('.', link).href;
    for (let times = 0; times < 6; times += 1)
      expect(await told(root, { headers: { cookie } })).toMatchObject({ status: 200 });

    expect(await told(`${base}/metrics`, { headers: { authorization } })).toMatchObject({ status: 404 });
    expect(await told(`${base}/readyz`)).toMatchObject({ status: 200 });
  });
});

async function serve(settings: Readonly<Record<string, string>>, base: string) {
  const port = await freePort();
  const args = [server, 'serve', '--port', `${port}`, '--public-url', base];
  const child = spawn(process.execPath, args, { env: settings, stdio: ['ignore', 'pipe', 'inherit'] });
  endedWithTest(child);
  await once(createInterface({ input: child.stdout }), 'line');
  return { child, port };
}

/** By the file as it is, but for the names that a network of containers has. */
async function startCaddy({ base, anywhere, page }: { base: string; anywhere: number[]; page: number }) {
  const folder = temporaryFolder();
  const file = join(folder, 'Caddyfile');
  const written = readFileSync(CADDYFILE, 'utf8')
    .replace('{\n', '{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n')
    .replace('dynamic a kamikit 8787', `to ${anywhere.map((port) => `127.0.0.1:${port}`).join(' ')}`)
    .replace('page:8787', `127.0.0.1:${page}`)
    .replaceAll('request_buffers', BUFFERING);
  expect(written).not.toContain('8787');
  writeFileSync(file, written);
  const env = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, KAMIKIT_HOST: base };
  const caddy = spawn('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], {
    ...{ env, stdio: ['ignore', 'ignore', 'pipe'] },
  });
  endedWithTest(caddy);
  for await (const line of createInterface({ input: caddy.stderr }))
    if (line.includes('serving initial configuration')) break;
  caddy.stderr.resume();
}

function endedWithTest(child: ChildProcess): void {
  onTestFinished(() => void child.kill('SIGKILL'));
}

/** What Caddy signed for this machine, nobody else trusts. */
async function told(url: string, { method = 'GET', headers = {}, body }: RequestInit = {}) {
  const options = { method, headers, rejectUnauthorized: false } as RequestOptions;
  const sent = ask(url, options).end(body ?? undefined);
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new TypeError('not an address with a port');
  return address.port;
}

function versionOf(program: string): string | null {
  try {
    return execFileSync(program, ['version'], { encoding: 'utf8' }).replace(/^v/, '');
  } catch {
    return null;
  }
}
