import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { packagesWithFacts } from './package-facts.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const packages = packagesWithFacts();

it('seven packages are published', () => {
  expect(packages.map(({ path }) => path.split('/')[1])).toEqual([
    ...['console', 'core', 'kamikit', 'ledger', 'sandbox', 'signing', 'spending'],
  ]);
});

it.each(packages)('$path has the facts of the root: `pnpm generate` writes them', ({ path, manifest }) => {
  expect(JSON.parse(readFileSync(join(ROOT, path), 'utf8'))).toEqual(manifest);
});

it.each(packages)('$path says what it is, and has a README', ({ path, manifest }) => {
  expect(manifest).toMatchObject({
    ...{
      license: 'MIT',
      type: 'module',
      files: ['dist'],
      engines: { node: expect.stringMatching(/^>=22\./) },
    },
    ...{
      description: expect.stringMatching(/.{20}/),
      keywords: expect.arrayContaining([expect.any(String)]),
    },
    publishConfig: { access: 'public' },
  });
  expect(existsSync(join(ROOT, dirname(path), 'README.md'))).toBe(true);
});
