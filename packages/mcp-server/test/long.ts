const isLong = process.env.MODE === 'long';

/** What every run of the tests tries, and what only `pnpm test:long` tries beside it, as it takes long and seldom finds more. */
export function orLong<T>(always: readonly T[], beside: readonly T[]): T[] {
  return isLong ? [...always, ...beside] : [...always];
}
