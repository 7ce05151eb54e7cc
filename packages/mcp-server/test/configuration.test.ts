import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { bundleForTests } from './bundle-for-tests.ts';
import { startTestSandbox, temporaryFolder } from './host.ts';
import { startServer } from './server-process.ts';

const server = bundleForTests();
const run = promisify(execFile);

/** A user who has a configuration file, and no variable in the environment that is ours. */
async function user() {
  const home = temporaryFolder();
  const dataDir = join(home, 'data');
  const path = join(home, 'kamikit', 'config.json');
  const { sandbox } = await startTestSandbox();
  const { url, apiKey } = sandbox.storefront;
  const script = `console.log(${JSON.stringify(apiKey)})`;
  const settings = {
    ...{ storefrontUrl: url, storefrontApiKey: { command: [process.execPath, '-e', script] } },
    ...{ dataDir, logLevel: 'silent' },
  };
  mkdirSync(join(home, 'kamikit'), { mode: 0o700 });
  writeFileSync(path, `// mine\n${JSON.stringify(settings)}`, { mode: 0o600 });
  const env = { XDG_CONFIG_HOME: home };
  return {
    apiKey,
    dataDir,
    path,
    env,
    kamikit: (...args: string[]) => run(process.execPath, [server, ...args], { env }),
  };
}

const goodsPage = z.object({
  data: z.array(z.object({ id: z.number(), subs: z.array(z.object({ id: z.number() })) })),
});

describe('one configuration file', () => {
  it('is what the server of a host, the ledger command and doctor all see', async () => {
    const { apiKey, dataDir, path, env, kamikit } = await user();
    const { call } = await startServer(server, env);
    const [goods] = goodsPage.parse(await call('list_goods', { type: 1 })).data;
    const wish = {
      goods_id: goods?.id,
      sub_id: goods?.subs[0]?.id,
      quantity: 1,
      max_total: '90',
      mode: 'sync',
    };
    const { entry_id, cards } = await call('purchase', { ...wish, idempotency_key: 'k' });

    const shown = await kamikit('ledger', 'show', String(entry_id));
    expect(shown.stdout).toContain(String(cards));
    const sources = `Configuration: ${path}\nLedger: ${join(dataDir, 'ledger.sqlite')}\n`;
    expect(shown.stderr).toBe(sources);

    const { stdout } = await kamikit('doctor');
    expect(stdout).toContain(sources);
    expect(stdout).toContain('ok   storefront');
    expect(stdout).toContain('No problems found');
    expect(stdout).not.toContain(apiKey);
  });

  it('whose key cannot be had says which program failed, and the same call goes through once it works', async () => {
    const { apiKey, path, env } = await user();
    const found = join(env.XDG_CONFIG_HOME, 'key');
    const settings = readFileSync(path, 'utf8');
    const script = `console.log(require('node:fs').readFileSync(${JSON.stringify(found)}, 'utf8'))`;
    const command = JSON.stringify([process.execPath, '-e', script]);
    writeFileSync(
      path,
      settings.replace(/"command":\[.*?\]/, () => `"command":${command}`),
    );
    const { call } = await startServer(server, env);
    const wish = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '90', idempotency_key: 'k' };
    expect(await call('purchase', wish)).toMatchObject({
      error: {
        code: 'config_invalid',
        outcome: 'not_committed',
        message: expect.stringContaining('exit code 1'),
      },
    });
    expect(await call('list_ledger', {})).toMatchObject({ total: 0 });
    writeFileSync(found, apiKey);
    expect(await call('purchase', wish)).toMatchObject({ order_sn: expect.any(String) });
  });

  it('that is missing, with nothing in the environment, is a problem for doctor', async () => {
    const home = temporaryFolder();
    const env = { XDG_CONFIG_HOME: home, XDG_DATA_HOME: home };
    const failed = await run(process.execPath, [server, 'doctor'], { env }).catch((error) => error);
    expect(failed).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^BAD {2}configuration +nothing is configured/m),
    });
    expect(failed.stdout).toContain(
      `nothing is set, and there is no ${join(home, 'kamikit', 'config.json')}`,
    );
  });
});
