import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
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
