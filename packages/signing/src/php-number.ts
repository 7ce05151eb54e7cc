const PRECISION = 14;

/**
 * The text that PHP puts into a query string for a number: integers in full, floats as `%.14G` with its `precision` of 14.
 * An integral number is taken for an integer up to 2^53, for a float above.
 * @throws TypeError for NaN and infinities.
 */
export function phpNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be signed`);
  const [digits = '', exponentText] = roundHalfEven(value).split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < PRECISION) return String(Number(`${digits}e${exponent}`));
  const mantissa = String(Number(digits));
  const sign = exponent < 0 ? '-' : '+';
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${sign}${Math.abs(exponent)}`;
}

/** PHP rounds an exact tie to the even digit, JavaScript away from zero; 40 digits tell a tie from a near miss. */
function roundHalfEven(value: number): string {
  const exact = value.toExponential(40);
  const tieAfterEven = /^(-?\d\.\d{12}[02468])50+(e.*)$/.exec(exact);
  return tieAfterEven ? `${tieAfterEven[1]}${tieAfterEven[2]}` : value.toExponential(PRECISION - 1);
}
