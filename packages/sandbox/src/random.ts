/** Repeatable randomness: the same seed gives the same sequence. */
export interface Random {
  /** A whole number from 0 up to, not including, `below`. */
  integer(below: number): number;
  /** `length` characters of `alphabet`. */
  text(alphabet: string, length: number): string;
}

export const DIGITS = '0123456789';
export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** @param seed Any text: FNV-1a makes the 32 bits of it that mulberry32, a public-domain generator, starts from. */
export function createRandom(seed: string): Random {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(seed)) state = Math.imul(state ^ byte, 0x01000193);

  function integer(below: number): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  return {
    integer,
    text: (alphabet, length) =>
      Array.from({ length }, () => alphabet.charAt(integer(alphabet.length))).join(''),
  };
}
