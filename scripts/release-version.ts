// Makes the next version out of the changesets: in every package.json, in the changelog, and in all that repeats it.
import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readChangeset, withSection } from './changelog.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const at = (path: string) => join(ROOT, path);
const pnpm = (...args: string[]) =>
  execFileSync('pnpm', args, { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' });

const changesets = globSync('.changeset/*.md', { cwd: ROOT, exclude: ['**/README.md'] })
  .sort()
  .map((path) => readChangeset(readFileSync(at(path), 'utf8')));
if (changesets.length === 0) throw new Error('There is nothing to release: .changeset/ holds no changeset.');

pnpm('exec', 'changeset', 'version');
const { version }: { version: string } = JSON.parse(
  readFileSync(at('packages/kamikit/package.json'), 'utf8'),
);
const changelog = at('CHANGELOG.md');
writeFileSync(changelog, withSection(readFileSync(changelog, 'utf8'), version, changesets));
copyFileSync(
  at('packages/mcp-server/src/listing/tool-list.json'),
  at('packages/kamikit/released-tools.json'),
);
pnpm('generate');
pnpm('install', '--lockfile-only');
