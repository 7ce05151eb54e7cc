import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Choices that follow from a seed alone. */
export interface Choices {
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  /** One of the list, which must not be empty. */
  oneOf<T>(list: readonly [T, ...T[]]): T;
  /** Whether something that happens this often, from 0 to 1, happens now. */
  happens(probability: number): boolean;
}

/** The same seed makes the same choices, on every machine. */
export function seeded(seed: number): Choices {
  const generator = xoroshiro128plus(seed);
  const between = (from: number, to: number) => uniformInt(generator, from, to);
  return {
    between,
    oneOf: (list) => list[between(0, list.length - 1)] ?? list[0],
    happens: (probability) => between(0, 999_999) < probability * 1_000_000,
  };
}
