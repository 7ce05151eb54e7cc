// pnpm mutation [PACKAGE [PART OF A FILE'S NAME ...]] [--one-in N]
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { refusedByCompiler } from './compiles.ts';
import { instrument, type Mutant } from './mutants.ts';
import { report } from './report.ts';
import { type Place, tryAtLoad, tryInTests } from './rounds.ts';
import { readTold, standing, tell } from './verdicts.ts';
import { type Mutated, mutatedFiles, PACKAGES, ROOT, withTexts } from './what.ts';

/** In milliseconds: nine tests of ten are quicker. */
const QUICK = 1000;

/** What is known of a mutant for as long as its file stays as it is. */
type Known = [key: string, how: 'killed' | 'hung' | 'refused'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'one-in': { type: 'string', default: '1' } },
});
const [wanted, ...parts] = positionals;
const names = PACKAGES.filter((name) => wanted === undefined || wanted === name);
if (names.length === 0) throw new TypeError(`There is no ${wanted}; mutated are ${PACKAGES.join(', ')}`);
for (const name of names) if (!(await mutate(name))) process.exitCode = 1;

async function mutate(name: Mutated): Promise<boolean> {
  const began = performance.now();
  const folder = join(ROOT, 'packages/reliability/.mutation', name);
  const file = (of: string) => join(folder, of);
  const place: Place = { name, log: file('told.jsonl'), ids: file('ids.json'), code: file('code.json') };
  mkdirSync(folder, { recursive: true });
  const { mutants: all, code } = await instrument(mutatedFiles(name, parts), withTexts(name));
  const mutants = all.filter(isDrawn);
  const known = new Map(readKnown(file('known.json')));
  const [old, fresh] = split(mutants, ({ key, ignored }) => known.has(key) || ignored !== undefined);
  const newlyRefused = fresh.length === 0 ? new Set<string>() : refusedByCompiler(name, fresh, folder);
  const refused = new Set([
    ...newlyRefused,
    ...old.filter(({ key }) => known.get(key) === 'refused').map(({ id }) => id),
  ]);
  const asked = mutants.filter(({ id, ignored }) => ignored === undefined && !refused.has(id));
  startOrGoOn(place, code, asked, known);
  await tryInTests(place, [QUICK, Number.POSITIVE_INFINITY]);
  await tryAtLoad(place);
  const told = readTold(place.log);
  const failing = told.find(({ is }) => is === 'failing');
  if (failing !== undefined) throw new Error(`A test fails without any mutant: ${JSON.stringify(failing)}`);
  const result = standing(told);
  for (const { id, key } of mutants) {
    const how = refused.has(id) ? 'refused' : result.killed.get(id);
    if (how !== undefined) known.set(key, how);
  }
  writeFileSync(file('known.json'), JSON.stringify([...known]));
  rmSync(place.log);
  return report({ name, mutants, refused, standing: result, seconds: (performance.now() - began) / 1000 });
}

/** Of one in several, always the same ones. */
function isDrawn({ key }: Mutant): boolean {
  return Number.parseInt(key.slice(0, 8), 16) % Number(values['one-in']) === 0;
}

function split<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

/** What was killed stays so until its file changes; what was cut off goes on. */
function startOrGoOn(
  place: Place,
  code: Record<string, string>,
  asked: readonly Mutant[],
  known: ReadonlyMap<string, Known[1]>,
): void {
  const [written, ids] = [JSON.stringify(code), JSON.stringify(asked.map(({ id }) => id))];
  const isSame = (file: string, text: string) => existsSync(file) && readFileSync(file, 'utf8') === text;
  if (existsSync(place.log) && isSame(place.code, written) && isSame(place.ids, ids)) return;
  writeFileSync(place.code, written);
  writeFileSync(place.ids, ids);
  writeFileSync(place.log, '');
  for (const { id, key } of asked) {
    const how = known.get(key);
    if (how === 'killed' || how === 'hung') tell(place.log, { is: how, test: 'in an earlier run', id });
  }
}

function readKnown(file: string): Known[] {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}
