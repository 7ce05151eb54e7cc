import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf, readTold, standing, type Told, tell } from './verdicts.ts';
import { ROOT } from './what.ts';

/** Where a run keeps what it knows. */
export interface Place {
  name: string;
  log: string;
  ids: string;
  code: string;
}

const VITEST = join(ROOT, 'node_modules/.bin/vitest');
const CONFIG = 'packages/reliability/scripts/mutation/vitest.config.ts';
/** After so long without a word the process is taken to run in a circle, in milliseconds. */
const SILENCE = 600_000;

/** All tests with all mutants: first those that take less than `patience` milliseconds, then all. */
export async function tryInTests(place: Place, patience: readonly number[]): Promise<void> {
  for (const most of patience) {
    let files: string[] = [];
    do {
      const before = readTold(place.log).length;
      const status = await vitest(place, { MUTATION_PATIENCE: String(most) }, files);
      files = cutOff(readTold(place.log).slice(before));
      if (status !== 0 && files.length === 0)
        throw new Error(`Vitest ended with ${status} by itself; MUTATION_LOUD=1 shows what it printed`);
    } while (files.length > 0);
  }
}

/** The files of tests whose process ended before its time. */
function cutOff(tolds: readonly Told[]): string[] {
  const cut = tolds.filter(({ is }) => is === 'hung' || is === 'in doubt');
  return [...new Set(cut.map(({ test }) => fileOf(test)))];
}

/** Mutants of what a module does while it loads: for each of them, the test files that load it, from the beginning. */
export async function tryAtLoad(place: Place): Promise<void> {
  const { covered, atLoad, killed, tried } = standing(readTold(place.log));
  for (const [id, files] of atLoad) {
    const test = 'from its beginning';
    if (covered.has(id) || killed.has(id) || tried.has(`${test} ${id}`)) continue;
    const status = await vitest(place, { MUTANT_AT_LOAD: id, __STRYKER_ACTIVE_MUTANT__: id }, [...files]);
    tell(place.log, { is: status === 0 ? 'passed' : status === null ? 'hung' : 'killed', test, id });
  }
}

function vitest(place: Place, env: NodeJS.ProcessEnv, files: readonly string[]): Promise<number | null> {
  const child = spawn(VITEST, ['run', '--config', CONFIG, ...files], {
    cwd: ROOT,
    stdio: process.env.MUTATION_LOUD === undefined ? 'ignore' : 'inherit',
    detached: true,
    env: {
      ...process.env,
      NO_COLOR: '1',
      MUTATED_PACKAGE: place.name,
      MUTATION_LOG: place.log,
      MUTATION_IDS: place.ids,
      MUTATION_CODE: place.code,
      ...env,
    },
  });
  const began = Date.now();
  const watch = setInterval(() => {
    const last = Math.max(began, statSync(place.log, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (Date.now() - last < SILENCE || child.pid === undefined) return;
    const trying = readTold(place.log).at(-1);
    if (trying?.is === 'trying') tell(place.log, { ...trying, is: 'hung' });
    process.kill(-child.pid, 'SIGKILL');
  }, 5000);
  return new Promise((resolve) =>
    child.on('exit', (code) => {
      clearInterval(watch);
      resolve(code);
    }),
  );
}
