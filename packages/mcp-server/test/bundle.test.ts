import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleServer } from '../scripts/bundle-server.ts';
import { readPackage } from '../scripts/bundled-packages.ts';
import { staticallyLoaded } from '../scripts/name-parts.ts';
import { softwareBill } from '../scripts/software-bill.ts';
import { noticeOf } from '../scripts/third-party-notices.ts';
import { withoutFormValidation } from '../scripts/without-form-validation.ts';
import { temporaryFolder } from './host.ts';

const folder = mkdtempSync(join(tmpdir(), 'kamikit-bundle-'));
const { outputs } = await bundleServer(folder);
afterAll(() => rmSync(folder, { recursive: true }));

const parts = Object.entries(outputs).filter(([path]) => path.endsWith('.mjs'));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });

/** The parts that are loaded before this module runs. */
function loadedFor(module: string) {
  const [path = ''] = parts.find(([, { entryPoint }]) => entryPoint === module) ?? [];
  return [...staticallyLoaded(path, outputs)].flatMap((part) => outputs[part] ?? []);
}

describe('the bundle', () => {
  it('holds each source once, so that a class is the same class everywhere', () => {
    const sources = parts.flatMap(([, { inputs }]) => Object.keys(inputs));
    expect(sources.length).toBeGreaterThan(500);
    expect(sources.filter((source, at) => sources.indexOf(source) !== at)).toEqual([]);
  });

  it('loads nothing for its start that only a call needs', () => {
    const started = loadedFor('src/main.ts').flatMap(({ inputs }) => Object.entries(inputs));
    expect(started.map(([source]) => source).filter((source) => NOT_AT_START.test(source))).toEqual([]);
    const bytes = started.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
    expect(bytes).toBeLessThan(111_000); // zod or the SDK would be more than as much again
  });

  it.each([
    [
      'no command, for the version',
      'src/cli/run-command.ts',
      /\/(kysely|zod|undici)\/|core\/src\/index\.ts|cli\/\w+-commands\.ts/,
    ],
    [
      'no server for the commands on the ledger',
      'src/cli/ledger-commands.ts',
      /\/(undici|hono|@modelcontextprotocol)\/|sandbox\/src\//,
    ],
  ])('loads %s', (_, entryPoint, others) => {
    const loaded = loadedFor(entryPoint);
    expect(loaded.length).toBeGreaterThan(1);
    expect(
      loaded.flatMap(({ inputs }) => Object.keys(inputs)).filter((source) => others.test(source)),
    ).toEqual([]);
    // Which loads all of Node's own undici (lib/http.js of Node 24): as long as the rest of a start.
    expect(loaded.flatMap(({ imports }) => imports.map(({ path }) => path))).not.toContain('node:http');
  });

  it('has parts with telling names, each with its source map', () => {
    const names = files.filter((file) => file.endsWith('.mjs'));
    expect(names).toHaveLength(parts.length);
    for (const name of names) {
      expect(name).not.toMatch(/chunk-|-[0-9A-Z]{8}\.mjs$/);
      expect(files).toContain(`${name}.map`);
    }
  });

  it('holds one language of zod', () => {
    const sources = parts.flatMap(([, { inputs }]) => Object.keys(inputs));
    expect(sources.filter((source) => /zod\/v4\/locales\/(?!en\.)/.test(source))).toEqual([]);
  });

  // What `import()` makes of CommonJS has a default export only.
  it('loads later only our own sources', () => {
    for (const [path, { entryPoint }] of parts.filter(([, part]) => part.entryPoint))
      expect(entryPoint, path).not.toContain('node_modules');
  });

  // esbuild loses such an initialiser where a module is reached both ways (its issue 3357).
  it('holds no ES module that is initialised only when somebody asks for it', () => {
    for (const file of files.filter((name) => name.endsWith('.mjs')))
      expect(readFileSync(join(folder, file), 'utf8')).not.toContain('__esm(');
  });
});

const NOT_AT_START =
  /\/(undici|kysely|zod|@modelcontextprotocol|html-to-text|commander|fast-string-width|jsonc-parser|@clack|diff)\/|core\/src\/index\.ts|ajv\/|console\/src\/|hono\/|src\/messages\/(?!messages-in|(?:start|problems)\.en|language)/;

describe('the notices of third parties', () => {
  const notices = readFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8').split(/^={80}$/m);

  it.each([
    ['undici', 'MIT', 'Matteo Collina'],
    ['zod', 'MIT', 'Colin McDonnell'],
    ['@modelcontextprotocol/sdk', 'MIT', 'Anthropic'],
    ['kysely', 'MIT', 'Sami Koskimäki'],
    ['html-to-text', 'MIT', 'KillyMXI'],
    ['big.js', 'MIT', 'Michael Mclaughlin'],
    ['deepmerge-ts', 'BSD-3-Clause', 'Rebecca Stevens'],
  ])('hold the license of %s', (name, license, holder) => {
    const [notice] = notices.filter((text) => text.startsWith(`\n${name} `));
    expect(notice).toContain(`(${license})`);
    expect(notice).toMatch(/permission|redistribution/i);
    expect(notice).toContain(holder);
  });

  it('cannot be written for a package that says nothing of its license', async () => {
    const unlicensed = temporaryFolder();
    writeFileSync(join(unlicensed, 'package.json'), '{ "name": "unlicensed", "version": "1.0.0" }');
    await expect(noticeOf(await readPackage(unlicensed))).rejects.toThrow('unlicensed 1.0.0');
  });
});

describe('the bill of materials', () => {
  const text = readFileSync(join(folder, 'sbom.cdx.json'), 'utf8');
  const bill: Bill = JSON.parse(text);

  it('is CycloneDX 1.6, by its official schema', async () => {
    const schema = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await schema.validate(text)).toBeNull();
    expect(await schema.validate(text.replace('"version": 1,', '"version": 0,'))).not.toBeNull();
  });

  it('names each package of the bundle once, and nothing else', () => {
    const bundled = parts.flatMap(([, { inputs }]) =>
      Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => {
        // pnpm: .pnpm/@scope+name@1.0.0_peers/node_modules/@scope/name/
        const [, store = '', name = ''] = IN_STORE.exec(path) ?? [];
        const [version] = store.slice(name.length + 1).split('_');
        return name !== '' && bytesInOutput > 0 ? `${name} ${version}` : [];
      }),
    );
    const listed = bill.components.map(
      ({ group, name, version }) => `${group ? `${group}/` : ''}${name} ${version}`,
    );
    expect(new Set(bundled).size).toBeGreaterThan(10);
    expect(listed).toEqual([...new Set(bundled)].sort());
  });

  it('has a version, address, license and hash for each', () => {
    const { component } = bill.metadata;
    expect(component).toMatchObject({ name: 'kamikit', licenses: [{ license: { id: 'MIT' } }] });
    expect(bill.components).toContainEqual({
      ...{ type: 'library', 'bom-ref': 'pkg:npm/%40modelcontextprotocol/sdk@1.32.2' },
      ...{ group: '@modelcontextprotocol', name: 'sdk', version: '1.32.2' },
      ...{ licenses: [{ license: { id: 'MIT' } }], purl: 'pkg:npm/%40modelcontextprotocol/sdk@1.32.2' },
      hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
    });
  });

  it('says the same of the same sources', async () => {
    const again = temporaryFolder();
    await bundleServer(again);
    expect(readFileSync(join(again, 'sbom.cdx.json'), 'utf8')).toBe(text);
  });

  it('cannot be written for a package that the lockfile does not know', () => {
    const unknown = { folder: '', name: 'unknown', version: '1.0.0', license: 'MIT' };
    expect(() => softwareBill(unknown, [unknown], '')).toThrow('the lockfile does not know unknown 1.0.0');
  });
});

const IN_STORE = /\/\.pnpm\/([^/]+)\/node_modules\/((?:@[^/]+\/)?[^/]+)\//;

interface Bill {
  metadata: { component: object };
  components: Array<{ group?: string; name: string; version: string }>;
}

it.each([
  ['validation/ajv-provider.js', '_shims'],
  ['@modelcontextprotocol/server/_shims', 'ajv-provider'],
])('a build in which an SDK loads its validator from elsewhere fails: only %s', async (loaded, missing) => {
  const stdin = { contents: `import '${loaded}';`, resolveDir: folder };
  const options = { bundle: true, write: false, platform: 'node', logLevel: 'silent' } as const;
  const built = build({ stdin, ...options, plugins: [withoutFormValidation] });
  await expect(built).rejects.toThrow(missing);
});
