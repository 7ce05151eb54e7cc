import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** What the runner tells, line by line, while it runs; a run that is cut off goes on from there. */
export type Told =
  | { is: 'covered'; test: string; ids: readonly string[]; atLoad: readonly string[] }
  | { is: 'trying' | 'passed' | 'killed' | 'hung'; test: string; id: string }
  /** Killed, but by then the test fails without them, too: they are asked again in a fresh process. */
  | { is: 'in doubt'; test: string; ids: readonly string[] }
  | { is: 'failing'; test: string; why: string };

export function tell(file: string, told: Told): void {
  appendFileSync(file, `${JSON.stringify(told)}\n`);
}

export function readTold(file: string): Told[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Told);
}

export interface Standing {
  killed: Map<string, 'killed' | 'hung'>;
  covered: Set<string>;
  /** Come through while a test file loads, with the files of tests that load it. */
  atLoad: Map<string, Set<string>>;
  doubtful: Set<string>;
  /** `test id` pairs that need no second try. */
  tried: Set<string>;
  /** How many tests of a file have let a mutant pass, by `file id`. */
  passes: Map<string, number>;
  /** Tests that fail without any mutant, and why: they say nothing about mutants. */
  failing: Map<string, string>;
}

export function standing(tolds: readonly Told[]): Standing {
  const result: Standing = {
    killed: new Map(),
    covered: new Set(),
    atLoad: new Map(),
    doubtful: new Set(),
    tried: new Set(),
    passes: new Map(),
    failing: new Map(),
  };
  for (const told of tolds) {
    if (told.is === 'covered') {
      for (const id of told.ids) result.covered.add(id);
      for (const id of told.atLoad) {
        const files = result.atLoad.get(id) ?? new Set();
        result.atLoad.set(id, files.add(fileOf(told.test)));
      }
    }
    if (told.is === 'killed' || told.is === 'hung') result.killed.set(told.id, told.is);
    if (told.is === 'failing') result.failing.set(told.test, told.why);
    if (told.is === 'passed') {
      result.tried.add(`${told.test} ${told.id}`);
      const inFile = `${fileOf(told.test)} ${told.id}`;
      result.passes.set(inFile, (result.passes.get(inFile) ?? 0) + 1);
    }
    if (told.is === 'in doubt')
      for (const id of told.ids) {
        result.killed.delete(id);
        result.doubtful.add(id);
      }
  }
  return result;
}

export const fileOf = (test: string): string => test.split(' > ', 1)[0] ?? test;
