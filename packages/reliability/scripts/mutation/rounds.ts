import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf, readTold, standing, type Told, tell } from './verdicts.ts';
import { isAbout, type Mutated, ROOT, testsAbout } from './what.ts';

/** Where a run keeps what it knows. */
export interface Place {
  name: Mutated;
  log: string;
  asked: string;
  code: string;
}

export interface Round {
  /** How long the tests take that are tried, at most, in milliseconds. */
  patience: number;
  /** How many tests of a file that is not about its source may let a mutant pass. */
  enough: number;
}

const VITEST = join(ROOT, 'node_modules/.bin/vitest');
const CONFIG = 'packages/reliability/scripts/mutation/vitest.config.ts';
/** After so long without a word the process is taken to run in a circle, in milliseconds. */
const SILENCE = 600_000;
/** How often it is told how far the run has come, in milliseconds. */
const NEWS = 60_000;

/** All tests with all mutants, round by round. A test that fails without any is left out, and named in the report. */
export async function tryInTests(place: Place, rounds: readonly Round[]): Promise<void> {
  const sources = new Set(Object.values(readAsked(place)).map(([file]) => file));
  const about = testsAbout(place.name, [...sources]);
  for (const { patience, enough } of rounds) {
    const env = { MUTATION_PATIENCE: String(patience), MUTATION_ENOUGH: String(enough) };
    // Where the others need not be asked, they need not run.
    let files = enough === 0 ? about : [];
    if (enough === 0 && files.length === 0) continue;
    do {
      const before = readTold(place.log).length;
      const status = await vitest(place, env, files);
      const news = readTold(place.log).slice(before);
      files = cutOff(news);
      if (status !== 0 && !news.some(({ is }) => is === 'failing' || is === 'covered'))
        throw new Error(`Vitest ended with ${status} by itself; MUTATION_LOUD=1 shows what it printed`);
    } while (files.length > 0);
  }
}

/** The files of tests whose process ended before its time. */
function cutOff(tolds: readonly Told[]): string[] {
  const cut = tolds.filter(({ is }) => is === 'hung' || is === 'in doubt');
  return [...new Set(cut.map(({ test }) => fileOf(test)))];
}

/** Mutants of what a module does while it loads: for each of them, the tests about it, or all that load it, from the beginning. */
export async function tryAtLoad(place: Place, { isNear }: { isNear: boolean }): Promise<void> {
  const { covered, atLoad, killed, tried } = standing(readTold(place.log));
  const asked = readAsked(place);
  const test = isNear ? 'about it, from its beginning' : 'from its beginning';
  for (const [id, loading] of atLoad) {
    if (covered.has(id) || killed.has(id) || tried.has(`${test} ${id}`)) continue;
    const [source = ''] = asked[id] ?? [];
    const files = [...loading].filter((file) => !isNear || isAbout(file, source));
    if (files.length === 0) continue;
    const status = await vitest(place, { MUTANT_AT_LOAD: id, __STRYKER_ACTIVE_MUTANT__: id }, files);
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
      MUTATION_ASKED: place.asked,
      MUTATION_CODE: place.code,
      ...env,
    },
  });
  const began = Date.now();
  const news = setInterval(() => console.log(soFar(place)), NEWS).unref();
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
      clearInterval(news);
      resolve(code);
    }),
  );
}

/** What a run that is cut off now can say. */
function soFar(place: Place): string {
  const told = readTold(place.log);
  const { killed } = standing(told);
  const all = Object.keys(readAsked(place)).length;
  const tests = new Set(told.flatMap((one) => (one.is === 'covered' ? [one.test] : [])));
  const share = ((100 * killed.size) / all).toFixed(1);
  return `${place.name}, so far: ${killed.size} of ${all} mutants killed (${share} %), ${tests.size} tests begun, ${told.length} lines`;
}

/** Which file and key a mutant of a run has, by its id there. */
export type Asked = Record<string, [file: string, key: string]>;

export function readAsked({ asked }: Pick<Place, 'asked'>): Asked {
  return existsSync(asked) ? JSON.parse(readFileSync(asked, 'utf8')) : {};
}
