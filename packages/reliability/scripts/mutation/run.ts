// pnpm mutation [PACKAGE [PART OF A FILE'S NAME ...]]
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusedByCompiler } from './compiles.ts';
import { instrument, type Mutant } from './mutants.ts';
import { report } from './report.ts';
import { type Place, tryAtLoad, tryInTests } from './rounds.ts';
import { readTold, standing, tell } from './verdicts.ts';
import { type Mutated, mutatedFiles, PACKAGES, ROOT, withTexts } from './what.ts';

/** In milliseconds: nine tests of ten are quicker. */
const QUICK = 1000;

const [wanted, ...parts] = process.argv.slice(2);
const names = PACKAGES.filter((name) => wanted === undefined || wanted === name);
if (names.length === 0) throw new TypeError(`There is no ${wanted}; mutated are ${PACKAGES.join(', ')}`);
for (const name of names) if (!(await mutate(name))) process.exitCode = 1;

async function mutate(name: Mutated): Promise<boolean> {
  const began = performance.now();
  const folder = join(ROOT, 'packages/reliability/.mutation', name);
  mkdirSync(folder, { recursive: true });
  const { mutants, code } = await instrument(mutatedFiles(name, parts), withTexts(name));
  const asked = mutants.filter(({ ignored }) => ignored === undefined);
  const place: Place = {
    name,
    log: join(folder, 'told.jsonl'),
    ids: join(folder, 'ids.json'),
    code: join(folder, 'code.json'),
  };
  const killed = join(folder, 'killed.json');
  startOrGoOn(place, code, asked, killed);
  await tryInTests(place, [QUICK, Number.POSITIVE_INFINITY]);
  await tryAtLoad(place);
  const told = readTold(place.log);
  const failing = told.find(({ is }) => is === 'failing');
  if (failing !== undefined) throw new Error(`A test fails without any mutant: ${JSON.stringify(failing)}`);
  const result = standing(told);
  const survivors = asked.filter(({ id }) => !result.killed.has(id));
  const refused = refusedByCompiler(name, survivors, folder);
  const others =
    parts.length === 0
      ? []
      : readKilled(killed).filter(([key]) => !asked.some((mutant) => mutant.key === key));
  const ours = asked.flatMap(({ id, key }) => {
    const how = result.killed.get(id);
    return how === undefined ? [] : [[key, how] as const];
  });
  writeFileSync(killed, JSON.stringify([...others, ...ours]));
  rmSync(place.log);
  return report({ name, mutants, refused, standing: result, seconds: (performance.now() - began) / 1000 });
}

/** What was killed stays so until its file changes; what was cut off goes on. */
function startOrGoOn(
  place: Place,
  code: Record<string, string>,
  asked: readonly Mutant[],
  killed: string,
): void {
  const written = JSON.stringify(code);
  const isCutOff =
    existsSync(place.log) && existsSync(place.code) && readFileSync(place.code, 'utf8') === written;
  if (isCutOff) return;
  writeFileSync(place.code, written);
  writeFileSync(place.ids, JSON.stringify(asked.map(({ id }) => id)));
  writeFileSync(place.log, '');
  const known = new Map(readKilled(killed));
  for (const { id, key } of asked) {
    const how = known.get(key);
    if (how !== undefined) tell(place.log, { is: how, test: 'in an earlier run', id });
  }
}

function readKilled(file: string): [key: string, how: 'killed' | 'hung'][] {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}
