import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from './mutants.ts';
import { type Asked, type Place, readAsked } from './rounds.ts';
import { fileOf, readTold, standing, type Told } from './verdicts.ts';
import { ROOT } from './what.ts';

/** What is known of a mutant for as long as its file stays as it is. */
export type Known = [key: string, how: 'killed' | 'hung' | 'refused'];

/** What earlier runs found out, by the mutants' keys; of the last one also what it let pass, cut off or not. */
export interface Earlier {
  known: Map<string, Known[1]>;
  passed: { test: string; key: string }[];
}

export function readEarlier(place: Place, file: string): Earlier {
  const known = new Map<string, Known[1]>(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []);
  const asked = readAsked(place);
  const told = readTold(place.log);
  const passed: Earlier['passed'] = [];
  for (const [id, how] of standing(told).killed) if (asked[id]) known.set(asked[id][1], how);
  const isSince = changedSince(place);
  for (const one of told) {
    if (one.is !== 'passed' || isSince(fileOf(one.test))) continue;
    const [, key] = asked[one.id] ?? [];
    if (key !== undefined) passed.push({ test: one.test, key });
  }
  return { known, passed };
}

/** What has been killed stays so, and what a test has let pass, until their files change. */
export function startFrom({ known, passed }: Earlier, place: Place, mutants: readonly Mutant[]): void {
  const ids = new Map(mutants.map(({ id, key }) => [key, id]));
  const told: Told[] = [];
  for (const [key, how] of known) {
    const id = ids.get(key);
    if (id !== undefined && how !== 'refused') told.push({ is: how, test: 'in an earlier run', id });
  }
  for (const { test, key } of passed) {
    const id = ids.get(key);
    if (id !== undefined) told.push({ is: 'passed', test, id });
  }
  const asked: Asked = Object.fromEntries(mutants.map(({ id, file, key }) => [id, [file, key]]));
  writeFileSync(place.asked, JSON.stringify(asked));
  writeFileSync(place.log, told.map((one) => `${JSON.stringify(one)}\n`).join(''));
}

/** Whether a test file is another than when the last run began; what is no file is. */
function changedSince({ name, asked }: Place): (test: string) => boolean {
  const began = statSync(asked, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return (test) => {
    const file = statSync(join(ROOT, 'packages', name, test), { throwIfNoEntry: false });
    return file === undefined || file.mtimeMs > began;
  };
}
