import { readFileSync } from 'node:fs';
import type { Mutant } from './mutants.ts';

interface Explanation {
  file: string;
  /** What stands there, and what the mutant puts in its place; left out, anything. */
  before: string;
  after?: string;
  why: string;
}

const explanations = JSON.parse(
  readFileSync(new URL('explained.json', import.meta.url), 'utf8'),
) as Explanation[];

/** Why it may survive, by the committed list. */
export function explanation(mutant: Mutant): Explanation | undefined {
  return explanations.find(
    ({ file, before, after }) =>
      mutant.file === `packages/${file}` &&
      mutant.before === before &&
      (after ?? mutant.after) === mutant.after,
  );
}

/** Explanations of nothing that survives: something has become better. What was not drawn may still need its own. */
export function idle(
  survivors: readonly Mutant[],
  undrawn: readonly Mutant[],
  files: readonly string[],
): Explanation[] {
  const used = new Set([...survivors, ...undrawn].map(explanation));
  return explanations.filter((one) => files.includes(`packages/${one.file}`) && !used.has(one));
}
