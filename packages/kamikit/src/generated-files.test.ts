import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isKey, listedTools } from '@kamikit/mcp-server';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import packageJson from '../package.json' with { type: 'json' };
import { generatedFiles } from './generated-files.ts';
import { cursorLink, hostEntry, vscodeLink } from './install-links.ts';
import { chineseToolTexts } from './product-texts.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const json = (path: string) => JSON.parse(text(path));

it.each(generatedFiles())('$path is as `pnpm generate` writes it', ({ path, content }) => {
  expect(json(path)).toEqual(JSON.parse(JSON.stringify(content)));
});

describe('server.json', () => {
  // The limits of the registry's schema of 2025-12-11, for what is used of it.
  const schema = z.strictObject({
    $schema: z.literal('https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'),
    name: z
      .string()
      .min(3)
      .max(200)
      .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
    title: z.string().min(1).max(100),
    description: z.string().min(1).max(100),
    version: z
      .string()
      .max(255)
      .regex(/^\d+\.\d+\.\d+/),
    repository: z.strictObject({
      url: z.url(),
      source: z.string(),
      subfolder: z.string().regex(/^[^/.].*[^/]$/),
    }),
    packages: z.tuple([
      z.strictObject({
        registryType: z.literal('npm'),
        identifier: z.string(),
        version: z.string(),
        runtimeHint: z.literal('npx'),
        transport: z.strictObject({ type: z.literal('stdio') }),
        environmentVariables: z.array(
          z.strictObject({
            name: z.string().regex(/^KAMIKIT_[A-Z_]+$/),
            description: z.string().min(1),
            isRequired: z.boolean(),
            isSecret: z.boolean(),
            format: z.enum(['string', 'number', 'boolean', 'filepath']),
          }),
        ),
      }),
    ]),
  });
  const entry = schema.parse(json('packages/kamikit/server.json'));

  it('names the package that names it, in one version', () => {
    expect(entry.name).toBe(packageJson.mcpName);
    expect(entry.packages[0].identifier).toBe(packageJson.name);
    expect([entry.version, entry.packages[0].version]).toEqual([packageJson.version, packageJson.version]);
  });

  it('says of every key that it is a secret', () => {
    const keys = entry.packages[0].environmentVariables.filter(({ name }) => isKey(name));
    expect(keys.length).toBeGreaterThanOrEqual(3);
    expect(keys.every(({ isSecret }) => isSecret)).toBe(true);
  });
});

describe('the skill', () => {
  const skill = text('packages/kamikit/plugin/skills/buying-safely/SKILL.md');
  const [, head = '', body = ''] = /^---\n(.+?)\n---\n(.+)$/s.exec(skill) ?? [];

  it('has the name of its folder, and a description that says when to use it', () => {
    expect(head).toMatch(/^name: buying-safely$/m);
    expect(/^description: (.+)$/m.exec(head)?.[1]?.length).toBeLessThan(1_024);
    expect(body.split('\n').length).toBeLessThan(500);
  });

  it('names every tool that buyers have', () => {
    const owners = /For shop owners\.$/;
    const missing = listedTools
      .filter(({ definition: { description = '' } }) => !owners.test(description))
      .map(({ definition: { name } }) => name)
      .filter((name) => !body.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });

  it('names only tools, arguments and codes that there are', () => {
    const words = new Set([...body.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, word = '']) => word));
    const known = listedTools.flatMap(({ definition }) => [
      definition.name,
      ...Object.keys(Object(definition.inputSchema.properties)),
    ]);
    expect(words.size).toBeGreaterThan(15);
    expect([...words].filter((word) => !known.includes(word) && !CODES.includes(word))).toEqual([]);
  });
});

it('there is a line of Chinese for each tool, and for none that is not', () => {
  expect(Object.keys(chineseToolTexts).sort()).toEqual(
    listedTools.map(({ definition: { name } }) => name).sort(),
  );
});

const CODES = [
  ...['outcome_unknown', 'not_committed', 'price_changed', 'over_budget', 'possible_duplicate'],
  ...['awaiting_approval', 'duplicate_in_progress', 'insufficient_balance', 'out_of_stock'],
];

describe.each(globSync('docs/hosts*.md', { cwd: ROOT }))('%s', (document) => {
  it('has links that install what it says', () => {
    expect(text(document)).toContain(cursorLink());
    expect(text(document)).toContain(vscodeLink());
    const config = new URL(cursorLink()).searchParams.get('config') ?? '';
    expect(JSON.parse(Buffer.from(config, 'base64').toString())).toEqual(hostEntry);
    expect(JSON.parse(new URL(vscodeLink()).searchParams.get('config') ?? '')).toEqual(hostEntry);
  });

  it('has a block for each host, which starts the package', () => {
    const blocks = [...text(document).matchAll(/^```json\n(.+?)^```$/gms)].map(([, code = '']) =>
      JSON.parse(code),
    );
    // Those over the network name an address; host-blocks.test.ts pastes them.
    const started = blocks.filter((block) => 'command' in (block.mcpServers ?? block.servers).kamikit);
    expect(started.map((block) => Object.keys(block)[0])).toEqual(['mcpServers', 'servers', 'mcpServers']);
    const [plain, vscode, windows] = started;
    expect(plain.mcpServers.kamikit).toEqual(hostEntry);
    expect(vscode.servers.kamikit).toEqual({ type: 'stdio', ...hostEntry });
    expect(windows.mcpServers.kamikit.args).toEqual(['/c', hostEntry.command, ...hostEntry.args]);
  });
});
