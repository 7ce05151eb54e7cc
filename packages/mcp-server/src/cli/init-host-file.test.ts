import { mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';
import { readObject } from './edit-json.ts';
import { OTHERS, user } from './testing/init-user.ts';

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

  it('that is a symbolic link is edited where it leads to, and stays a link', async () => {
    const { folder, file, run, printed, modes } = await user();
    const target = join(folder, 'dotfiles.json');
    writeFileSync(target, OTHERS);
    symlinkSync(target, file);
    expect(await run()).toBe(0);
    expect(readlinkSync(file)).toBe(target);
    expect(JSON.parse(readFileSync(target, 'utf8'))).toMatchObject({
      mcpServers: { other: {}, kamikit: {} },
    });
    expect(Object.keys(modes())).toContain('dotfiles.json.before-kamikit');
    expect(printed()).toContain(`${target}\n`);
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
