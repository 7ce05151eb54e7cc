import { explanation, idle } from './explained.ts';
import type { Mutant } from './mutants.ts';
import type { Standing } from './verdicts.ts';

/** The least share of mutants that tests have to kill. */
const LEAST = 0.85;

export interface Judged {
  name: string;
  mutants: readonly Mutant[];
  /** Of the same files, what `--one-in` left out. */
  undrawn: readonly Mutant[];
  refused: ReadonlySet<string>;
  standing: Standing;
  seconds: number;
}

/** Prints what survived and the score; whether that is good enough. */
export function report({ name, mutants, undrawn, refused, standing, seconds }: Judged): boolean {
  const counted = mutants.filter(({ id, ignored }) => ignored === undefined && !refused.has(id));
  const survivors = counted.filter(({ id }) => !standing.killed.has(id));
  const unexplained = survivors.filter((mutant) => explanation(mutant) === undefined);
  for (const mutant of unexplained) console.log(line(mutant, standing));
  const files = [...new Set(mutants.map((mutant) => mutant.file))];
  for (const { file, before } of idle(survivors, undrawn, files))
    console.log(`explained.json tells why ${short(before)} in ${file} may survive, but nothing there does`);
  for (const [test, why] of standing.failing)
    console.log(`left out, as it fails without a mutant: ${test}: ${short(why)}`);
  const killed = counted.length - survivors.length;
  const score = counted.length === 0 ? 1 : killed / counted.length;
  const hung = [...standing.killed.values()].filter((how) => how === 'hung').length;
  console.log(
    [
      `${name}: ${(100 * score).toFixed(1)} % of ${counted.length} mutants killed (${hung} of them hung)`,
      `${survivors.length} survived, ${unexplained.length} of them unexplained`,
      `${refused.size} do not compile, ${mutants.length - counted.length - refused.size} are texts`,
      `${Math.round(seconds)} s`,
    ].join('; '),
  );
  return score >= LEAST;
}

function line({ id, file, line, mutator, before, after }: Mutant, { covered, atLoad }: Standing): string {
  const reach = covered.has(id) || atLoad.has(id) ? '' : ', which no test reaches';
  return `survived: ${file}:${line} ${mutator}${reach}: ${short(before)} -> ${short(after)}`;
}

const short = (code: string) => {
  const flat = code.replace(/\s+/g, ' ');
  return flat.length > 100 ? `${flat.slice(0, 99)}…` : flat;
};
