import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** Of core, what decides whether something is sent again and what an answer means. The rest says which endpoint takes what. */
const CORE = [
  ...['call', 'transport', 'retry', 'timing', 'poll', 'turns'],
  ...['decode-body', 'json-limits', 'json-list', 'json-reply', 'wire', 'money', 'stock-level'],
  ...['server-time', 'shanghai-time', 'refusal', 'other-than-asked'],
  ...['cards/{protocol,card,read-card,verdict,reconcile-*}', 'storefront/{protocol,order}'],
  ...['supplier/{protocol,trade,trade-no,settle-trade}'],
];

const MUTATED = {
  signing: ['**/*'],
  core: CORE,
  ledger: ['**/*'],
  spending: ['**/*'],
};
export type Mutated = keyof typeof MUTATED;

/** In these two a text is one of a closed union or a column, and the compiler refuses another, or it is wording. */
export const withTexts = (name: Mutated): boolean => name === 'signing' || name === 'core';
export const PACKAGES = Object.keys(MUTATED) as Mutated[];

/**
 * The files of a package that are mutated, from the root; an index only lists, `portable.ts` is tested as it is built,
 * and what speaks to PostgreSQL is tested on a server, outside of the process that holds the mutants.
 */
export function mutatedFiles(name: Mutated, only: readonly string[] = []): string[] {
  const patterns = MUTATED[name].map((pattern) => `packages/${name}/src/${pattern}.ts`);
  const isMutated = (file: string) =>
    !/\.test\.ts$|\/(index|portable)\.ts$|\/(testing|postgres)\//.test(file);
  const isAsked = (file: string) => only.length === 0 || only.some((part) => file.includes(part));
  return globSync(patterns, { cwd: ROOT })
    .filter((file) => isMutated(file) && isAsked(file))
    .sort();
}

/** Whether a test file is about a source, or about the folder it is in, by its name. */
export function isAbout(test: string, source: string): boolean {
  const subject = basename(test, '.test.ts');
  return source.replace(/^.*\/src\//, '').includes(subject) || subject.includes(basename(source, '.ts'));
}
