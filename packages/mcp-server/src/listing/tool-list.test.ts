import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { connectHost } from '../../test/host.ts';
import { listTools } from './describe-tools.ts';
import { listedTools } from './tool-list.ts';

const definitions = listedTools.map(({ definition }) => definition);

describe('the list of tools', () => {
  it('is what `pnpm generate` makes of the tools', () => {
    expect(listedTools).toEqual(JSON.parse(JSON.stringify(listTools())));
  });

  it('takes at most 20 kB, and 12 kB of it are for the model', () => {
    expect(Buffer.byteLength(JSON.stringify({ tools: definitions }))).toBeLessThanOrEqual(20_000);
    const read = definitions.map(({ name, description, inputSchema }) => ({
      name,
      description,
      inputSchema,
    }));
    expect(Buffer.byteLength(JSON.stringify(read))).toBeLessThanOrEqual(12_000);
  });

  it.each(definitions)(
    '$name has a file of its name, a title, all four hints and a small input schema',
    (tool) => {
      expect(tool.name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
      expect(existsSync(new URL(`../tools/${tool.name.replaceAll('_', '-')}.ts`, import.meta.url))).toBe(
        true,
      );
      expect(tool.title).not.toBe('');
      expect(Object.values(tool.annotations).every((hint) => typeof hint === 'boolean')).toBe(true);
      expect(Object.keys(tool.annotations)).toHaveLength(4);
      expect(JSON.stringify(tool.inputSchema).length).toBeLessThan(4_000);
      expect(tool.inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(JSON.stringify(tool.inputSchema)).not.toMatch(/"(anyOf|oneOf|allOf|\$ref)"|"type":\[/);
    },
  );

  it('is empty when nothing is configured, and the instructions say what to set', async () => {
    const { client } = await connectHost();
    expect((await client.listTools()).tools).toEqual([]);
    expect(client.getInstructions()).toContain('KAMIKIT_SANDBOX=true');
  });

  it('offers nothing that spends when the server is read-only, and says so when it is called all the same', async () => {
    const { client, call } = await connectHost({
      environment: { KAMIKIT_SANDBOX: 'true', KAMIKIT_READ_ONLY: 'true' },
    });
    const { tools } = await client.listTools();
    expect(tools.length).toBeGreaterThan(0);
    expect(tools.filter(({ annotations }) => annotations?.destructiveHint)).toEqual([]);
    expect(await call('purchase', {})).toMatchObject({
      isError: true,
      answer: { error: { code: 'read_only' } },
    });
  });

  it('says which variable is wrong when a badly configured tool is called', async () => {
    const { call } = await connectHost({ environment: { KAMIKIT_STOREFRONT_URL: 'nonsense' } });
    expect(await call('list_goods')).toMatchObject({
      isError: true,
      answer: {
        error: { code: 'config_invalid', message: expect.stringContaining('KAMIKIT_STOREFRONT_URL') },
      },
    });
  });

  it('spends nothing when a limit cannot be read', async () => {
    const { call } = await connectHost({
      environment: { KAMIKIT_SANDBOX: 'true', KAMIKIT_DAILY_BUDGET: 'lots' },
    });
    const wish = { goods_id: 1, sub_id: 1, quantity: 1, max_total: '10', idempotency_key: 'k' };
    expect(await call('purchase', wish)).toMatchObject({
      answer: { error: { code: 'config_invalid', message: expect.stringContaining('KAMIKIT_DAILY_BUDGET') } },
    });
  });
});
