import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { bundleForTests } from './bundle-for-tests.ts';
import { configHome, startTestSandbox, temporaryFolder } from './host.ts';

const server = bundleForTests();
const run = promisify(execFile);

describe('kamikit doctor', () => {
  it('finds no problems, and leaves no ledger behind', async () => {
    const { environment } = await startTestSandbox();
    const env = { ...environment, ...configHome(), KAMIKIT_DATA_DIR: temporaryFolder() };
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

it('nothing configured is not well', async () => {
  const failed = await run(process.execPath, [server, 'doctor', '--json'], { env: configHome() }).catch(
    (error) => error,
  );
  expect(failed).toMatchObject({ code: 1, stderr: '' });
  const { ok, checks, configuration } = JSON.parse(failed.stdout);
  expect({ ok, configuration }).toEqual({
    ok: false,
    configuration: expect.stringMatching(/^nothing is set/),
  });
  expect(checks[0]).toMatchObject({ name: 'configuration', verdict: 'bad' });
});

it('the clock is compared with the configured host only, also where its address is wrong', async () => {
  const env = {
    ...configHome(),
    KAMIKIT_STOREFRONT_API_KEY: 'canary-key-123',
    KAMIKIT_STOREFRONT_URL: 'ftp://x',
  };
  const failed = await run(process.execPath, [server, 'doctor'], { env }).catch((error) => error);
  expect(failed.stdout).toContain('-    clock          no upstream to compare it with is configured');
});

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
  const init = (file: string, ...args: string[]) =>
    run(process.execPath, [server, 'init', '--config', file, ...args], {
      env: { KAMIKIT_CARDS_API_KEY: 'canary-key-123' },
    });

  it('shows the change without the key and writes nothing unless it may', async () => {
    const file = join(temporaryFolder(), 'config.json');
    const refused = await init(file).catch((error) => error);
    expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('KAMIKIT_CARDS_API_KEY') });
    expect(refused.stdout).not.toContain('canary');
    expect(existsSync(file)).toBe(false);
  });

  it('adds itself beside what is there, and keeps a copy', async () => {
    const file = join(temporaryFolder(), 'config.json');
    writeFileSync(file, '{"theme":"dark","mcpServers":{"other":{"command":"x"}}}');
    await init(file, '--yes');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      theme: 'dark',
      mcpServers: { other: { command: 'x' }, kamikit: { env: { KAMIKIT_CARDS_API_KEY: 'canary-key-123' } } },
    });
    expect(existsSync(`${file}.before-kamikit`)).toBe(true);
  });

  it('leaves a file alone that it does not understand', async () => {
    const file = join(temporaryFolder(), 'config.json');
    writeFileSync(file, '{"mcpServers": {');
    await expect(init(file, '--yes')).rejects.toMatchObject({ code: 1 });
    expect(readFileSync(file, 'utf8')).toBe('{"mcpServers": {');
  });
});
