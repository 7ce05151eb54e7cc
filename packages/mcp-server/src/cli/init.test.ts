import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';
import { commands } from '../messages/commands.en.ts';
import { readObject } from './edit-json.ts';
import { init } from './init.ts';
import { KEY, OTHERS, user } from './testing/init-user.ts';

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
});
