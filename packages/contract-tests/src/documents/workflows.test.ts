import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './run-program.ts';
import { shellFaults } from './shell-lines.ts';

const workflows = globSync('.github/workflows/*.yml', { cwd: ROOT });

it.each(workflows)('%s runs only scripts that there are', (workflow) => {
  const lines = readFileSync(join(ROOT, workflow), 'utf8').split('\n');
  const commands = lines.flatMap(
    (line) => /^\s+(?:- )?(?:run|version|publish): ((?:p?npm) .+)$/.exec(line)?.[1] ?? [],
  );
  expect(commands.length).toBeGreaterThan(2);
  expect(commands.flatMap((command) => shellFaults(command))).toEqual([]);
});

it.each(workflows)('%s starts with no rights but to read', (workflow) => {
  expect(readFileSync(join(ROOT, workflow), 'utf8')).toMatch(/^permissions:( \{\}|\n {2}contents: read)$/m);
});

it.each(workflows)('%s installs no other pnpm than package.json names', (workflow) => {
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const text = readFileSync(join(ROOT, workflow), 'utf8');
  const installed = [...text.matchAll(/npm install --global (\S+)/g)].map(([, name]) => name);
  expect(installed.filter((name) => name !== packageManager)).toEqual([]);
});

describe('the release', () => {
  const release = readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8');
  const jobs = release.split(/^ {2}(?=\w+:$)/m).slice(1);
  const publish = jobs.find((job) => job.includes('id-token: write')) ?? '';

  it('runs no action that its maker could exchange, and none but those of the host', () => {
    const used = [...release.matchAll(/uses: (.+)$/gm)].map(([, action = '']) => action);
    expect(used.length).toBeGreaterThan(5);
    for (const action of used) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('lets nobody publish in the job that runs on every change', () => {
    expect(jobs.filter((job) => job.includes('id-token: write'))).toHaveLength(1);
    expect(publish).toContain("if: needs.due.outputs.step == 'publish'");
  });

  it('makes its page itself, with the section of the changelog and every file, after all else has worked', () => {
    const at = (text: string) => publish.indexOf(text);
    expect(at('gh release create')).toBeGreaterThan(at('pnpm release:publish'));
    expect(at('gh release create')).toBeGreaterThan(at('pnpm bundle:run'));
    expect(release).not.toContain('gh release upload');
    expect(publish).toContain('node scripts/release-notes.ts > "$RUNNER_TEMP/notes.md"');
    const [, files = ''] = /--notes-file \S+ (.+)$/m.exec(publish) ?? [];
    const built = ['kamikit.mcpb', 'sbom.cdx.json', 'THIRD-PARTY-NOTICES.txt', 'server.json'];
    expect(files.split(' ').map((file) => file.split('/').at(-1))).toEqual(built);
  });
});
