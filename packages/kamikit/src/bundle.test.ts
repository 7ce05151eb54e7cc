import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { getMcpConfigForManifest, unpackExtension, v0_3 } from '@anthropic-ai/mcpb';
import { isKey, listedTools, VARIABLES } from '@kamikit/mcp-server';
import { bundleForTests, startServer } from '@kamikit/mcp-server/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBundle } from './make-bundle.ts';
import { chineseManifest } from './mcpb-manifest.ts';
import { settings } from './setting.ts';

const built = bundleForTests();
const folder = mkdtempSync(join(tmpdir(), 'kamikit-mcpb-test-'));
const unpacked = join(folder, 'unpacked');
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const mcpbPath = join(folder, 'kamikit.mcpb');
  await makeBundle(dirname(built), mcpbPath);
  expect(await unpackExtension({ mcpbPath, outputDir: unpacked, silent: true })).toBe(true);
});

const manifest = () => v0_3.McpbManifestSchema.parse(readJson('manifest.json'));
const readJson = (path: string) => JSON.parse(readFileSync(join(unpacked, path), 'utf8'));

/** Starts what was unpacked the way a host does, by the code that Claude Desktop has for it. */
async function startAsHost(userConfig: Record<string, string | boolean>) {
  const config = await getMcpConfigForManifest({
    manifest: manifest(),
    extensionPath: unpacked,
    systemDirs: {},
    userConfig,
    pathSeparator: '/',
  });
  const [file = ''] = config?.args ?? [];
  const env = { ...config?.env };
  return { env, server: await startServer(file, { ...env, XDG_DATA_HOME: folder }) };
}

describe('the bundle, unpacked and run as a host does', () => {
  it('offers every tool once "play money" is switched on, though all else arrives unfilled', async () => {
    const { env, server } = await startAsHost({ sandbox: true });
    expect(env.KAMIKIT_DAILY_BUDGET).toBe('${user_config.daily_budget}');
    expect(await server.request('tools/list')).toMatchObject({
      tools: listedTools.map(({ definition }) => ({ name: definition.name })),
    });
    const goods = await server.call('list_goods', {});
    expect(goods).toMatchObject({ data: expect.arrayContaining([expect.anything()]) });
    // The limits that hold where nothing is set.
    expect(JSON.stringify(await server.call('get_balance', {}))).toContain('300');
  });

  it('starts with nothing filled in, and says what to set', async () => {
    const { env, server } = await startAsHost({});
    expect(Object.values(env).every((value) => value.startsWith('${user_config.'))).toBe(true);
    expect(await server.request('tools/list')).toEqual({ tools: [] });
    expect(server.lines[0]).toContain('KAMIKIT_STOREFRONT_API_KEY');
  });
});

describe('its manifest', () => {
  it('has every setting of the server, keys as secrets, and requires none', () => {
    const { user_config = {}, server } = manifest();
    expect(Object.keys(server.mcp_config?.env ?? {})).toEqual([...VARIABLES]);
    const asked = Object.entries(user_config);
    expect(asked).toHaveLength(VARIABLES.length);
    const secret = asked.filter(([, { sensitive }]) => sensitive).map(([name]) => name);
    expect(secret).toEqual(
      expect.arrayContaining(VARIABLES.filter(isKey).map((name) => name.slice(8).toLowerCase())),
    );
    for (const [, { required, title, description }] of asked) {
      expect(required).toBe(false);
      expect(title).toMatch(/[a-z].* · .*\p{Script=Han}/u);
      expect(description).toMatch(/[a-z].*\. .*\p{Script=Han}/u);
    }
  });

  it('lists the tools as the server does, in Chinese too', () => {
    expect(manifest().tools).toEqual(
      listedTools.map(({ definition: { name, description } }) => ({ name, description })),
    );
    const { tools, description } = readJson('mcpb-resources/zh-CN.json');
    expect(description).toMatch(/卡密/);
    expect(tools).toEqual(
      listedTools.map(({ definition: { name } }) => ({
        name,
        description: expect.stringMatching(/\p{Script=Han}/u),
      })),
    );
  });

  it('lists the prompts with texts that read well, whatever is filled in', () => {
    const { prompts = [] } = manifest();
    expect(prompts.map(({ name }) => name)).toEqual(['buy', 'restock', 'this_month']);
    const filled = (name: string, args: Record<string, string>) =>
      prompts
        .find((prompt) => prompt.name === name)
        ?.text.replace(/\$\{arguments\.(\w+)\}/g, (_, argument: string) => args[argument] ?? '');
    expect(filled('buy', { what: '月卡', quantity: '2', max_total: '60' })).toMatch(
      /^Buy from the shop: 月卡\. Quantity \(1 if blank\): 2\. It may cost at most, in yuan \(no limit of mine if blank\): 60\. /,
    );
    expect(filled('restock', { what: '月卡' })).toMatch(
      /^Restock from the supplier: 月卡\. Quantity \(1 if blank\): \. It may cost at most, in yuan \(no limit of mine if blank\): \. Look /,
    );
  });

  it('has an icon, and the version that the server says it is', async () => {
    const { server } = await startAsHost({});
    expect(server.lines[0]).toContain(`"version":"${manifest().version}"`);
    expect(readFileSync(join(unpacked, 'icon.png')).subarray(16, 24).toString('hex')).toBe(
      '0000020000000200',
    ); // 512 × 512
  });
});

it('nothing is packed while a setting or a tool has no text', () => {
  expect(() => settings(['KAMIKIT_NEW'])).toThrow('setting-texts.ts says nothing of KAMIKIT_NEW');
  const listed = { tools: [{ name: 'new_tool', description: '' }], prompts: [] };
  expect(() => chineseManifest(listed, listed)).toThrow('product-texts.ts says nothing of new_tool');
});
