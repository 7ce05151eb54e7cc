// pnpm mutation [PACKAGE [PART OF A FILE'S NAME ...]] [--one-in N] [--patience SECONDS] [--near]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { refusedByCompiler } from './compiles.ts';
import { readEarlier, startFrom } from './earlier.ts';
import { instrument, type Mutant } from './mutants.ts';
import { report } from './report.ts';
import { type Place, tryAtLoad, tryInTests } from './rounds.ts';
import { readTold, standing } from './verdicts.ts';
import { type Mutated, mutatedFiles, PACKAGES, ROOT, withTexts } from './what.ts';

/** In milliseconds: nine tests of ten are quicker. */
const QUICK = 1000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'one-in': { type: 'string', default: '1' },
    patience: { type: 'string', default: 'Infinity' },
    near: { type: 'boolean' },
  },
});
const [wanted, ...parts] = positionals;
const names = PACKAGES.filter((name) => wanted === undefined || wanted === name);
if (names.length === 0) throw new TypeError(`There is no ${wanted}; mutated are ${PACKAGES.join(', ')}`);
for (const name of names) if (!(await mutate(name))) process.exitCode = 1;

async function mutate(name: Mutated): Promise<boolean> {
  const began = performance.now();
  const folder = join(ROOT, 'packages/reliability/.mutation', name);
  const file = (of: string) => join(folder, of);
  const place: Place = { name, log: file('told.jsonl'), asked: file('asked.json'), code: file('code.json') };
  mkdirSync(folder, { recursive: true });
  const { mutants: every, code } = await instrument(mutatedFiles(name, parts), withTexts(name));
  const [mutants, undrawn] = split(every, isDrawn);
  const earlier = readEarlier(place, file('known.json'));
  const { known } = earlier;
  const [old, fresh] = split(mutants, ({ key, ignored }) => known.has(key) || ignored !== undefined);
  const newlyRefused = fresh.length === 0 ? new Set<string>() : refusedByCompiler(name, fresh, folder);
  const refused = new Set([
    ...newlyRefused,
    ...old.filter(({ key }) => known.get(key) === 'refused').map(({ id }) => id),
  ]);
  const asked = mutants.filter(({ id, ignored }) => ignored === undefined && !refused.has(id));
  writeFileSync(place.code, JSON.stringify(code));
  startFrom(earlier, place, asked);
  for (const { id, key } of mutants) if (refused.has(id)) known.set(key, 'refused');
  writeFileSync(file('known.json'), JSON.stringify([...known]));
  const [all, longest] = [Number.POSITIVE_INFINITY, Number(values.patience) * 1000];
  const near = [
    { patience: QUICK, enough: 0 },
    ...(longest > QUICK ? [{ patience: longest, enough: 0 }] : []),
  ];
  const far = [
    { patience: QUICK, enough: 2 },
    { patience: QUICK, enough: all },
    { patience: longest, enough: all },
  ];
  await tryInTests(place, near);
  await tryAtLoad(place, { isNear: true });
  if (!values.near) {
    await tryInTests(place, far);
    await tryAtLoad(place, { isNear: false });
  }
  const result = standing(readTold(place.log));
  const seconds = (performance.now() - began) / 1000;
  return report({ name, mutants, undrawn, refused, standing: result, seconds });
}

/** Of one in several, always the same ones. */
function isDrawn({ key }: Mutant): boolean {
  return Number.parseInt(key.slice(0, 8), 16) % Number(values['one-in']) === 0;
}

function split<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}
