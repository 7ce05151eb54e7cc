import { execFile } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { bundleForTests } from './bundle-for-tests.ts';
import { sharedEnvironment, startTestSandbox, temporaryFolder } from './host.ts';

const server = bundleForTests();
const run = promisify(execFile);

describe('kamikit doctor', () => {
  it('finds no problems, and leaves no ledger behind', async () => {
    const { environment } = await startTestSandbox();
    const env = { ...environment, ...sharedEnvironment(), KAMIKIT_DATA_DIR: temporaryFolder() };
    const { stdout } = await run(process.execPath, [server, 'doctor'], { env });
    for (const line of [
      'ok   storefront',
      'ok   cards',
      'ok   supplier',
      'ok   clock',
      'No problems found',
    ]) {
      expect(stdout).toContain(line);
    }
    expect(existsSync(join(env.KAMIKIT_DATA_DIR, 'ledger.sqlite'))).toBe(false);
  });

  it('names what is wrong, never the key', async () => {
    const { environment } = await startTestSandbox();
    const env = {
      ...environment,
      KAMIKIT_STOREFRONT_API_KEY: 'canary-key-123',
      KAMIKIT_DAILY_BUDGET: 'lots',
      KAMIKIT_MAX_ORDER_TOTL: '1',
    };
    const failed = await run(process.execPath, [server, 'doctor'], { env }).catch((error) => error);
    expect(failed).toMatchObject({ code: 1, stdout: expect.stringContaining('KAMIKIT_DAILY_BUDGET') });
    expect(failed.stdout).toContain('BAD  storefront');
    expect(failed.stdout).toMatch(/KAMIKIT_MAX_ORDER_TOTL: .* KAMIKIT_MAX_ORDER_TOTAL/);
    expect(failed.stdout).not.toContain('canary-key-123');
  });
});

it.skipIf(process.platform === 'win32')(
  'kamikit doctor changes nothing of a ledger, and says what is to be changed',
  async () => {
    const home = temporaryFolder();
    const env = { XDG_CONFIG_HOME: home, KAMIKIT_DATA_DIR: join(home, 'data'), KAMIKIT_SANDBOX: 'true' };
    const doctor = () =>
      run(process.execPath, [server, 'doctor'], { env }).catch((error) => error as { stdout: string });
    expect((await doctor()).stdout).toContain('none yet; it will be created at');
    const folder = join(home, 'data', 'sandbox');
    expect(existsSync(folder)).toBe(false);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'ledger.sqlite'), '', { mode: 0o600 });
    expect((await doctor()).stdout).toContain('none yet; it will be created at');
    await run(process.execPath, [server, 'ledger'], { env });
    chmodSync(join(folder, 'ledger.sqlite'), 0o644);
    const before = readdirSync(folder);
    expect((await doctor()).stdout).toContain('other users of this machine can read');
    expect(readdirSync(folder)).toEqual(before);
    expect(statSync(join(folder, 'ledger.sqlite')).mode & 0o777).toBe(0o644);
    await run(process.execPath, [server, 'ledger'], { env });
    chmodSync(join(home, 'kamikit'), 0o777);
    expect((await doctor()).stdout).toMatch(/BAD {2}ledger .*Others can write .*kamikit, .*chmod go-w/);
  },
);

it('nothing configured is not well', async () => {
  const failed = await run(process.execPath, [server, 'doctor', '--json'], {
    env: sharedEnvironment(),
  }).catch((error) => error);
  expect(failed).toMatchObject({ code: 1, stderr: '' });
  const { ok, checks, configuration } = JSON.parse(failed.stdout);
  expect({ ok, configuration }).toEqual({
    ok: false,
    configuration: expect.stringMatching(/^nothing is set/),
  });
  expect(checks[0]).toMatchObject({ name: 'configuration', verdict: 'bad' });
});

it('the clock is compared with the configured host only', async () => {
  const asked: string[] = [];
  const shop = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.setHeader('date', new Date(Date.now() - 3_600_000).toUTCString());
    response.end(JSON.stringify({ success: true, data: { balance: '1', total_spent: '0' } }));
  });
  onTestFinished(() => void shop.close());
  await once(shop.listen(0, '127.0.0.1'), 'listening');
  const { port } = z.object({ port: z.int() }).parse(shop.address());
  const env = {
    ...sharedEnvironment(),
    KAMIKIT_DATA_DIR: temporaryFolder(),
    KAMIKIT_STOREFRONT_API_KEY: 'canary-key-123',
    KAMIKIT_STOREFRONT_URL: `http://127.0.0.1:${port}`,
  };
  const failed = await run(process.execPath, [server, 'doctor'], { env }).catch((error) => error);
  expect(failed.stdout).toMatch(
    new RegExp(`BAD  clock .* differs from that of 127\\.0\\.0\\.1:${port} by 36\\d\\d s`),
  );
  expect(asked).toContain('HEAD /');
});

it('the clock is compared with no host where the address of the configured one is wrong', async () => {
  const env = {
    ...sharedEnvironment(),
    KAMIKIT_STOREFRONT_API_KEY: 'canary-key-123',
    KAMIKIT_STOREFRONT_URL: 'ftp://x',
  };
  const failed = await run(process.execPath, [server, 'doctor'], { env }).catch((error) => error);
  expect(failed.stdout).toContain('-    clock          no upstream to compare it with is configured');
});

it.skipIf(process.platform !== 'linux')(
  'kamikit doctor tells what a host sets for its server alone',
  async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, 'Claude'));
    const kamikit = {
      command: 'node',
      env: { KAMIKIT_CARDS_API_KEY: 'canary-key-123', LANG: 'C', KAMIKT_DAILY_BUDGET: '5' },
    };
    writeFileSync(
      join(home, 'Claude', 'claude_desktop_config.json'),
      JSON.stringify({ mcpServers: { kamikit } }),
    );
    const env = { HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home };
    const failed = await run(process.execPath, [server, 'doctor'], { env }).catch((error) => error);
    expect(failed.stdout).toContain(
      'BAD  hosts          Claude Desktop sets KAMIKIT_CARDS_API_KEY for its server alone, which no command sees',
    );
    expect(failed.stdout).toContain('KAMIKT_DAILY_BUDGET: there is no such setting');
    expect(failed.stdout).not.toContain('canary');
  },
);

it('kamikit doctor prints nothing of a shop that controls a terminal', async () => {
  const data = { balance: '1', total_spent: '0', level_name: 'VIP\u001B]0;title\u0007\u009B2J\nok   ledger' };
  const shop = createServer((_, response) => response.end(JSON.stringify({ success: true, data })));
  onTestFinished(() => void shop.close());
  await once(shop.listen(0, '127.0.0.1'), 'listening');
  const { port } = z.object({ port: z.int() }).parse(shop.address());
  const env = {
    KAMIKIT_STOREFRONT_URL: `http://127.0.0.1:${port}`,
    KAMIKIT_STOREFRONT_API_KEY: 'canary-key-123',
    KAMIKIT_DATA_DIR: temporaryFolder(),
  };
  const { stdout } = await run(process.execPath, [server, 'doctor'], { env });
  expect(stdout).toContain('VIP]0;title2J ok ledger\n');
});

describe('kamikit init', () => {
  it('and then doctor see one configuration, and no key is printed or stands in the block', async () => {
    const home = temporaryFolder();
    const file = join(home, 'host.json');
    writeFileSync(file, '\uFEFF{\n  // mine\n  "theme": "dark"\n}');
    const { environment } = await startTestSandbox();
    const { KAMIKIT_CARDS_API_KEY = '', KAMIKIT_CARDS_URL = '' } = environment;
    const env = { XDG_CONFIG_HOME: home, KAMIKIT_CARDS_URL, KAMIKIT_CARDS_API_KEY };
    const asked = await run(process.execPath, [server, 'init', '--config', file], { env }).catch(
      (error) => error,
    );
    expect(asked).toMatchObject({ code: 1, stdout: expect.stringContaining('On a terminal you are asked') });
    const { stdout } = await run(process.execPath, [server, 'init', '--config', file, '--yes'], { env });
    expect(stdout + readFileSync(file, 'utf8')).not.toContain(KAMIKIT_CARDS_API_KEY);
    expect(readFileSync(file, 'utf8')).toContain('// mine');
    const data = { XDG_DATA_HOME: home, XDG_CONFIG_HOME: home };
    const checked = await run(process.execPath, [server, 'doctor'], { env: data });
    expect(checked.stdout).toContain('ok   cards');
    expect(checked.stdout).toContain(join(home, 'kamikit', 'config.json'));
  });
});
