import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';
import { commands } from '../messages/commands.en.ts';
import { init } from './init.ts';
import type { Asker, Choice } from './prompts.ts';
import { answering, user } from './testing/init-user.ts';

it('asks for keys, again where one is refused, and before it writes', async () => {
  const { run, shop, key, settings, printed, folder } = await user();
  const asked: string[] = [];
  const answers = ['canary-wrong-key', key, null];
  const asker: Asker = {
    ...answering(),
    async secret(message) {
      asked.push(message);
      return answers.shift() ?? null;
    },
    async confirm() {
      expect(readdirSync(folder)).toEqual([]);
      return true;
    },
  };
  const { KAMIKIT_STOREFRONT_URL = '' } = shop;
  expect(await run({ KAMIKIT_STOREFRONT_URL }, { yes: false, asker })).toBe(0);
  expect(settings()).toMatchObject({ storefrontApiKey: key });
  expect(asked).toHaveLength(3);
  expect(printed()).not.toMatch(/canary/);
});

describe('a key in the file that the shop no longer accepts', () => {
  it.each(['the right key', null])('is asked for again, and stays without an answer: %s', async (given) => {
    const { run, shop, key, config, settings, printed } = await user();
    await run();
    writeFileSync(config, readFileSync(config, 'utf8').replace(key, 'canary-old-key'));
    const asker = answering(given && key, null);
    expect(await run({}, { yes: false, asker })).toBe(0);
    const storefrontApiKey = given === null ? 'canary-old-key' : key;
    expect(settings()).toEqual({ storefrontUrl: shop.KAMIKIT_STOREFRONT_URL, storefrontApiKey });
    expect(printed()).not.toMatch(/canary|left out/);
  });
});

describe('an upstream that is left out', () => {
  const KAMIKIT_CARDS_URL = 'https://cards.example';

  it('leaves out what is set for it, and nothing else', async () => {
    const { run, shop, key, settings, printed } = await user();
    const { KAMIKIT_STOREFRONT_URL = '' } = shop;
    const own = { KAMIKIT_STOREFRONT_URL, KAMIKIT_CARDS_URL };
    expect(await run(own, { yes: false, asker: answering(key) })).toBe(0);
    expect(settings()).toEqual({ storefrontUrl: KAMIKIT_STOREFRONT_URL, storefrontApiKey: key });
    expect(printed()).toContain('card service: left out');
  });

  it('keeps in the host’s block what the block sets for it', async () => {
    const env = { KAMIKIT_CARDS_URL, KAMIKIT_DAILY_BUDGET: '7' };
    const { run, read, settings } = await user(JSON.stringify({ mcpServers: { kamikit: { env } } }));
    expect(await run(undefined, { yes: false, asker: answering() })).toBe(0);
    expect(settings()).toMatchObject({ dailyBudget: '7' });
    expect(settings()).not.toHaveProperty('cardsUrl');
    expect(JSON.parse(read()).mcpServers.kamikit.env).toMatchObject({ KAMIKIT_CARDS_URL });
  });
});

describe('an upstream of which the file has only a part', () => {
  const PART = '{"supplierUrl": "https://supplier.example"}';

  async function half() {
    const given = await user();
    mkdirSync(join(given.config, '..'));
    writeFileSync(given.config, PART, { mode: 0o600 });
    return given;
  }

  it('is asked for, and stays as it is without an answer', async () => {
    const { run, settings, printed, key } = await half();
    expect(await run(undefined, { yes: false, asker: answering() })).toBe(0);
    expect(settings()).toMatchObject({ supplierUrl: 'https://supplier.example', storefrontApiKey: key });
    expect(printed()).toContain('supplier: left out');
  });

  it('is named where nobody can be asked, and nothing is written', async () => {
    const { run, config } = await half();
    await expect(run()).rejects.toThrow(/^KAMIKIT_SUPPLIER_API_ID: it is missing\. Nothing was changed/);
    expect(readFileSync(config, 'utf8')).toBe(PART);
  });
});

it.each(['env', 'command'])('a key that comes from %s is tried, and its place stays', async (source) => {
  const { run, shop, config, settings, printed, key } = await user();
  const script = 'console.log(process.argv[1])';
  const references = (secret: string) => ({
    env: { env: 'SHOP_KEY' },
    command: { command: [process.execPath, '-e', script, secret] },
  });
  const settingsWith = (secret: string) => ({
    storefrontUrl: shop.KAMIKIT_STOREFRONT_URL,
    storefrontApiKey: source === 'env' ? references(secret).env : references(secret).command,
  });
  mkdirSync(join(config, '..'));
  writeFileSync(config, JSON.stringify(settingsWith('canary-old')), { mode: 0o600 });
  expect(await run({ SHOP_KEY: 'canary-old' }, { yes: false, asker: answering() })).toBe(0);
  expect(settings()).toEqual(settingsWith('canary-old'));
  expect(printed()).toMatch(/^storefront: .*\nstorefront: what the configuration says of where/m);
  expect(printed()).not.toContain('canary');
  writeFileSync(config, JSON.stringify(settingsWith(key)), { mode: 0o600 });
  expect(await run({ SHOP_KEY: key }, { yes: false, asker: answering() })).toBe(0);
  expect(printed()).toContain('storefront: key accepted');
});

it.skipIf(process.platform === 'win32')('asks which host is meant, those on this machine first', async () => {
  const home = temporaryFolder();
  vi.stubEnv('HOME', home);
  onTestFinished(() => void vi.unstubAllEnvs());
  mkdirSync(join(home, '.cursor'));
  let offered: ReadonlyArray<Choice<string>> = [];
  const asker: Asker = {
    ...answering(),
    async choose(_, choices) {
      offered = choices;
      const [first] = choices;
      if (first === undefined) throw new Error('nothing to choose from');
      return first.value;
    },
  };
  const quiet = { print: () => {}, say: commands, status: { show() {}, clear() {} } };
  expect(await init({ environment: { XDG_CONFIG_HOME: home }, ...quiet }, {}, asker)).toBe(0);
  expect(offered.map(({ value, hint }) => [value, hint])).toEqual([
    ['cursor', 'found on this machine'],
    ...[
      ['claude-desktop', undefined],
      ['claude-code', undefined],
    ],
    ...[
      ['vscode', undefined],
      ['cherry-studio', undefined],
    ],
  ]);
  expect(readFileSync(join(home, '.cursor', 'mcp.json'), 'utf8')).toContain('"kamikit"');
});
