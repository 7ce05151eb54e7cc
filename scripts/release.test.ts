import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readChangeset, sectionOf, withSection } from './changelog.ts';
import { placeholders } from './release-ready.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const json = (path: string) => JSON.parse(text(path));

describe('the changelog', () => {
  const versions = [...text('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map(([, version]) => version);

  it('begins with the version that every package has', () => {
    const packages = globSync(
      ['packages/*/package.json', 'examples/package.json', 'docs/reference/package.json'],
      {
        cwd: ROOT,
      },
    );
    expect(new Set(packages.map((path) => json(path).version))).toEqual(new Set([versions[0]]));
    expect(packages.length).toBeGreaterThan(8);
  });

  it('gets a section from changesets, the gravest first, above the last one', () => {
    const changesets = [
      readChangeset('---\n"kamikit": patch\n---\n\nA word is spelled right.\n'),
      readChangeset('---\n"@kamikit/core": patch\n"kamikit": major\n---\n\n`purchase` wants a key.\n'),
    ];
    expect(withSection('# Changelog\n\nAll of it.\n\n## 1.0.0\n\nFirst.\n', '2.0.0', changesets)).toBe(
      '# Changelog\n\nAll of it.\n\n## 2.0.0\n\n### What breaks\n\n- `purchase` wants a key.\n\n' +
        '### What was fixed\n\n- A word is spelled right.\n\n## 1.0.0\n\nFirst.\n',
    );
  });

  it('tells what a release says of itself', () => {
    const changelog = '# Changelog\n\n## 2.0.0\n\n### What breaks\n\n- A word.\n\n## 1.0.0\n\nFirst.\n';
    expect(sectionOf(changelog, '2.0.0')).toBe('### What breaks\n\n- A word.');
    expect(sectionOf(changelog, '1.0.0')).toBe('First.');
    expect(() => sectionOf(changelog, '2.0')).toThrow('nothing of 2.0');
    expect(sectionOf(text('CHANGELOG.md'), json('packages/kamikit/package.json').version)).toContain('- ');
  });

  it.each(['', '---\n---\n\nA text.\n', '---\n"kamikit": minor\n---\n'])(
    'takes no %j for a changeset',
    (file) => {
      expect(() => readChangeset(file)).toThrow('not a changeset');
    },
  );
});

describe('a release', () => {
  it('is refused while host and owners have no real names', () => {
    const found = placeholders(text).map((line) => line.split(':')[0]);
    expect(found).toEqual(['package.json', 'package.json', 'Dockerfile', '.github/CODEOWNERS']);
    const real = (file: string) => text(file).replaceAll('.example', '.org').replaceAll('"example.', '"org.');
    expect(placeholders(real)).toEqual([]);
  });

  it('is of one group: every package has the version of every other', () => {
    expect(json('.changeset/config.json').fixed).toEqual([['kamikit', '@kamikit/*']]);
  });
});

it('.nvmrc names the Node of package.json', () => {
  expect(text('.nvmrc').trim()).toBe(json('package.json').devEngines.runtime.version);
});
