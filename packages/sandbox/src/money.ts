/** Whole fen as yuan with two decimals, the way PHP prints a DECIMAL column: `"25.00"`. */
export function fixedYuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Whole fen as yuan without trailing zeros: `"25"`, `"94.05"`. */
export function shortYuan(fen: number): string {
  return fixedYuan(fen).replace(/\.?0+$/, '');
}

/** Whole fen as the number that JSON carries: `94.05`. */
export function numberYuan(fen: number): number {
  return Number(fixedYuan(fen));
}
