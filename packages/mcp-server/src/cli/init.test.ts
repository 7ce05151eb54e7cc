import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startTestSandbox, temporaryFolder } from '../../test/host.ts';
import { commands } from '../messages/commands.en.ts';
import { readObject } from './edit-json.ts';
import { init } from './init.ts';
import type { Asker } from './prompts.ts';

const OTHERS = '{"mcpServers":{"other":{"env":{"TOKEN":"t"}}},"theme":"dark"}';
const KEY = 'KAMIKIT_STOREFRONT_API_KEY';

interface Answers {
  yes?: boolean;
  asker?: Asker;
}

/** A user's folder with a host's file in it, a shop, and what `init` says and asks. */
async function user(text?: string, { mode = 0o644, property = 'mcpServers' } = {}) {
  const home = temporaryFolder();
  const folder = temporaryFolder();
  const file = join(folder, 'host.json');
  const config = join(home, 'kamikit', 'config.json');
  if (text !== undefined) {
    writeFileSync(file, text);
    chmodSync(file, mode);
  }
  const { environment } = await startTestSandbox();
  const { KAMIKIT_STOREFRONT_URL = '', [KEY]: key = '' } = environment;
  const shop: Record<string, string> = { KAMIKIT_STOREFRONT_URL, [KEY]: key };
  let printed: string[] = [];
  return {
    ...{ folder, file, config, key, shop },
    async run(own: Record<string, string> = shop, { yes = true, asker }: Answers = {}) {
      printed = [];
      const print = (said: string) => void printed.push(said);
      const environment = { XDG_CONFIG_HOME: home, ...own };
      const host = property === 'servers' ? ('vscode' as const) : undefined;
      const status = { show() {}, clear() {} };
      return init(
        { environment, print, say: commands, status },
        { host, config: file, ...(yes && { yes }) },
        asker,
      );
    },
    printed: () => printed.join(''),
    read: (name = 'host.json') => readFileSync(join(folder, name), 'utf8'),
    settings: () => readObject(readFileSync(config, 'utf8')) ?? {},
    modes: (of = folder) =>
      Object.fromEntries(readdirSync(of).map((name) => [name, statSync(join(of, name)).mode & 0o777])),
  };
}

describe('init', () => {
  it('writes keys into the configuration file, for its owner alone, and none into the block of the host', async () => {
    const { run, read, modes, config, key, shop, settings, printed } = await user();
    expect(await run()).toBe(0);
    expect(settings()).toEqual({ storefrontUrl: shop.KAMIKIT_STOREFRONT_URL, storefrontApiKey: key });
    expect(read()).not.toMatch(/API_KEY/);
    expect(read() + printed()).not.toContain(key);
    expect(printed()).toContain('storefront: key accepted');
    expect(modes()).toEqual({ 'host.json': 0o600 });
    expect(modes(join(config, '..'))).toEqual({ 'config.json': 0o600 });
  });

  it('run twice changes nothing, and asks for nothing', async () => {
    const { run, read, modes, config, printed } = await user(OTHERS);
    await run();
    const [host, file] = [read(), readFileSync(config, 'utf8')];
    expect(await run({}, { yes: false })).toBe(0);
    expect(printed()).toContain('All of it was there already');
    expect([read(), readFileSync(config, 'utf8')]).toEqual([host, file]);
    expect(Object.keys(modes())).toEqual(['host.json', 'host.json.before-kamikit']);
  });

  it('run again keeps keys, limits and comments, changes what is new, and numbers its backups', async () => {
    const { run, config, settings, key, printed } = await user();
    await run();
    writeFileSync(config, readFileSync(config, 'utf8').replace('{', '{ // mine\n  "dailyBudget": 50,'));
    await run({ KAMIKIT_MAX_ORDER_TOTAL: '9' });
    await run({ KAMIKIT_MAX_ORDER_TOTAL: '8' });
    expect(settings()).toMatchObject({ dailyBudget: 50, maxOrderTotal: '8', storefrontApiKey: key });
    expect(readFileSync(config, 'utf8')).toContain('// mine');
    expect(readFileSync(`${config}.before-kamikit`, 'utf8')).not.toContain('maxOrderTotal');
    expect(readFileSync(`${config}.before-kamikit-2`, 'utf8')).toContain('"maxOrderTotal": "9"');
    expect(printed()).toMatch(/-.*"maxOrderTotal": "9"\n\+.*"maxOrderTotal": "8"/);
    expect(printed()).not.toContain(key);
  });

  it('moves the settings of an earlier block into the file, and keeps the rest of that block', async () => {
    const { key, shop } = await user();
    const kamikit = {
      command: 'old',
      disabled: true,
      env: { ...shop, KAMIKIT_DAILY_BUDGET: '7', LANG: 'C', KAMIKIT_REVEAL: 'sealed' },
    };
    const { run, read, settings, config, printed } = await user(JSON.stringify({ mcpServers: { kamikit } }));
    mkdirSync(join(config, '..'));
    writeFileSync(config, '{"reveal": "inline"}', { mode: 0o600 });
    expect(await run({})).toBe(0);
    expect(settings()).toMatchObject({ dailyBudget: '7', storefrontApiKey: key, reveal: 'inline' });
    const { env, ...block } = JSON.parse(read()).mcpServers.kamikit;
    expect(block).toMatchObject({ disabled: true, command: expect.not.stringMatching(/^old$/) });
    expect(env).toMatchObject({ LANG: 'C', KAMIKIT_REVEAL: 'sealed' });
    expect(Object.keys(env)).not.toContain(KEY);
    expect(printed()).toContain('KAMIKIT_REVEAL stays in the host');
    expect(printed()).not.toContain(key);
  });

  it('sets up play money without a key, and real money with the first one', async () => {
    const { run, settings, key } = await user();
    await run({});
    expect(settings()).toEqual({ sandbox: true });
    await run();
    expect(settings()).toMatchObject({ storefrontApiKey: key });
    expect(settings()).not.toHaveProperty('sandbox');
  });

  it.each(['KAMIKIT_DAILY_BUGDET', 'KAMIKT_DAILY_BUDGET', 'KAMIKIT_DAILY_BUDGET', 'KAMIKIT_DATA_DIR'])(
    'writes nothing while %s is wrong',
    async (name) => {
      const { run, shop, folder, config } = await user();
      await expect(run({ ...shop, [name]: 'lots' })).rejects.toThrow(
        new RegExp(`^${name}: .*Nothing was changed`),
      );
      expect([readdirSync(folder), existsSync(config)]).toEqual([[], false]);
    },
  );

  it('writes nothing with a key that the shop refuses', async () => {
    const { run, shop, folder, config, printed } = await user();
    expect(await run({ ...shop, [KEY]: 'canary-key-123' })).toBe(1);
    expect(printed()).toMatch(/^storefront: .*\nNothing was changed/);
    expect([readdirSync(folder), existsSync(config)]).toEqual([[], false]);
  });

  it('creates the file that KAMIKIT_CONFIG names, and has the host read it', async () => {
    const { run, shop, read, modes, key } = await user();
    const folder = join(temporaryFolder(), 'new');
    const named = join(folder, 'file.json');
    expect(await run({ ...shop, KAMIKIT_CONFIG: named })).toBe(0);
    expect(readObject(readFileSync(named, 'utf8'))).toMatchObject({ storefrontApiKey: key });
    expect(modes(folder)).toEqual({ 'file.json': 0o600 });
    expect(JSON.parse(read()).mcpServers.kamikit.env).toMatchObject({ KAMIKIT_CONFIG: named });
  });

  it('leaves what the file says of where a key is, though the environment has a key', async () => {
    const { run, config, settings, shop } = await user();
    const reference = { env: 'SHOP_KEY' };
    mkdirSync(join(config, '..'));
    writeFileSync(config, JSON.stringify({ storefrontApiKey: reference }), { mode: 0o600 });
    expect(await run({ ...shop, SHOP_KEY: shop[KEY] ?? '' })).toBe(0);
    expect(settings()).toMatchObject({ storefrontApiKey: reference });
  });

  it('names the file to edit where the configuration is a symbolic link', async () => {
    const { run, config, folder } = await user();
    const target = join(folder, 'dotfile.json');
    writeFileSync(target, '{"dailyBudget": 5}', { mode: 0o600 });
    mkdirSync(join(config, '..'));
    symlinkSync(target, config);
    await expect(run()).rejects.toThrow(`KAMIKIT_CONFIG=${JSON.stringify(target)}`);
    expect(readFileSync(target, 'utf8')).toBe('{"dailyBudget": 5}');
  });

  it('prints the command that connects Claude Code, and how to restart it', async () => {
    const home = temporaryFolder();
    const printed: string[] = [];
    const status = { show() {}, clear() {} };
    const print = (text: string) => void printed.push(text);
    const environment = { XDG_CONFIG_HOME: home };
    expect(
      await init({ environment, print, say: commands, status }, { host: 'claude-code', yes: true }),
    ).toBe(0);
    expect(printed.join('')).toMatch(/claude mcp add-json --scope user kamikit '\{"command":.*\n\n\{/s);
    expect(printed.join('')).toContain('Then restart Claude Code');
  });

  it('without a terminal changes nothing unless it may, and says so', async () => {
    const { run, folder, config, printed } = await user();
    expect(await run(undefined, { yes: false })).toBe(1);
    expect(printed()).toContain('--yes writes it without asking');
    expect([readdirSync(folder), existsSync(config)]).toEqual([[], false]);
  });

  it('asks for keys, again where one is refused, and before it writes', async () => {
    const { run, shop, key, settings, printed, folder } = await user();
    const asked: string[] = [];
    const answers = ['canary-wrong-key', key, null];
    const asker: Asker = {
      async secret(message) {
        asked.push(message);
        return answers.shift() ?? null;
      },
      text: async () => null,
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
});

const answering = (...answers: Array<string | null>): Asker => ({
  secret: async () => answers.shift() ?? null,
  text: async () => null,
  confirm: async () => true,
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

describe("a host's file", () => {
  it.each([
    ['644', '600'],
    ['666', '600'],
    ['400', '400'],
  ])('with mode %s gets %s, its backup 600, and nothing else is left', async (before, after) => {
    const { run, read, modes } = await user(OTHERS, { mode: Number.parseInt(before, 8) });
    expect(await run()).toBe(0);
    expect(modes()).toEqual({ 'host.json': Number.parseInt(after, 8), 'host.json.before-kamikit': 0o600 });
    expect(read('host.json.before-kamikit')).toBe(OTHERS);
    expect(JSON.parse(read())).toMatchObject({ theme: 'dark', mcpServers: { other: {}, kamikit: {} } });
  });

  it('is shown as it changes, without what is not ours', async () => {
    const { run, printed } = await user(
      '{\n  "mcpServers": {\n    "other": { "env": { "TOKEN": "canary-token" } }\n  }\n}\n',
    );
    await run();
    expect(printed()).toMatch(/^\+ {4}"kamikit": \{$/m);
    expect(printed()).not.toContain('canary');
  });

  it('of VS Code has its servers under "servers"', async () => {
    const { run, read } = await user('{\n\t// mine\n\t"inputs": [],\n}', { property: 'servers' });
    await run();
    expect(readObject(read())).toMatchObject({ inputs: [], servers: { kamikit: { type: 'stdio' } } });
    expect(read()).toContain('// mine');
  });

  it.each(['[]', '{"mcpServers": []}', '{"mcpServers": {"kamikit": 1}}', '{"mcpServers": {'])(
    'that is %s is left alone, and the block to paste is printed',
    async (text) => {
      const { run, read, printed, settings, key } = await user(text);
      expect(await run()).toBe(1);
      expect(read()).toBe(text);
      expect(printed()).toContain('"kamikit": {');
      expect(settings()).toMatchObject({ storefrontApiKey: key });
    },
  );

  it.each([
    '{"mcpServers": null}',
    '{"mcpServers": {"kamikit": null}}',
    '{"mcpServers": {"kamikit": {"env": null}}}',
  ])('that is %s gets our block', async (text) => {
    const { run, read } = await user(text);
    expect(await run({ KAMIKIT_CONFIG: join(temporaryFolder(), 'kamikit.json') })).toBe(0);
    const { command, env } = JSON.parse(read()).mcpServers.kamikit;
    expect([command, env]).toEqual([
      expect.any(String),
      expect.objectContaining({ KAMIKIT_CONFIG: expect.any(String) }),
    ]);
  });

  it('may set numbers and booleans, which move as text does', async () => {
    const env = { KAMIKIT_MAX_ORDER_TOTAL: 7, KAMIKIT_READ_ONLY: true };
    const { run, read, settings } = await user(JSON.stringify({ mcpServers: { kamikit: { env } } }));
    expect(await run()).toBe(0);
    expect(settings()).toMatchObject({ maxOrderTotal: '7', readOnly: 'true' });
    expect(JSON.parse(read()).mcpServers.kamikit.env ?? {}).not.toHaveProperty('KAMIKIT_MAX_ORDER_TOTAL');
  });

  it('that is a symbolic link is refused with the address of the file it leads to, and nothing is written', async () => {
    const { folder, file, run, modes } = await user();
    const target = join(folder, 'dotfiles.json');
    writeFileSync(target, OTHERS);
    symlinkSync(target, file);
    const before = modes();
    await expect(run()).rejects.toThrow(`symbolic link to ${target}; nothing was written`);
    await expect(run()).rejects.toThrow(`--config ${JSON.stringify(target)}`);
    expect(readFileSync(target, 'utf8')).toBe(OTHERS);
    expect(modes()).toEqual(before);
  });

  it('that is a link to nowhere is refused, and nothing appears at its end', async () => {
    const { folder, file, run } = await user();
    symlinkSync(join(folder, 'nowhere'), file);
    await expect(run()).rejects.toThrow('The link leads nowhere');
    expect(readdirSync(folder)).toEqual(['host.json']);
  });

  it('links under the names of backups and new files are not written through', async () => {
    const { folder, file, run } = await user(OTHERS);
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'untouched');
    for (const name of ['.new', '.before-kamikit']) symlinkSync(victim, `${file}${name}`);
    expect(await run()).toBe(0);
    expect(readFileSync(victim, 'utf8')).toBe('untouched');
  });

  it('that is no file is refused', async () => {
    const { file, run } = await user();
    mkdirSync(file);
    await expect(run()).rejects.toThrow('is not a file');
  });
});
