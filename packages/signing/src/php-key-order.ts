import { toByteString } from './platform/node.ts';

const SURROGATE = /[\ud800-\udfff]/;
const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;

/** Whoever posts, posts fields of the same names again, and most of a sort is to look at each of them. */
let last: { readonly names: readonly string[]; readonly sorted: readonly string[] } = {
  names: [],
  sorted: [],
};

/** Field names as `ksort` of PHP 8.2 and later sorts them; equal numbers keep their order. */
export function sortAsPhp(names: readonly string[]): readonly string[] {
  // What is asked in between about one field is not worth remembering.
  if (names.length < 2) return names;
  const areThose = names.length === last.names.length && names.every((name, at) => name === last.names[at]);
  if (!areThose) last = { names, sorted: names.toSorted(compareNames) };
  return last.sorted;
}

/** `zendi_smart_strcmp` of php-src: two numeric strings by value, anything else byte by byte. */
function compareNames(left: string, right: string): number {
  const a = parseNumeric(left);
  const b = a && parseNumeric(right);
  if (!a || !b) return compareBytes(left, right);
  if (a.long !== undefined && b.long !== undefined) return order(a.long, b.long);
  if (a.overflow && b.overflow && a.double === b.double) return compareBytes(left, right);
  return order(a.double, b.double);
}

interface NumericName {
  readonly double: number;
  /** Set for an integer of at most 64 bits. */
  readonly long?: bigint;
  /** Whether `double` is too coarse for it: an integer of more than 64 bits, or an infinity. */
  readonly overflow: boolean;
}

/** PHP's numeric string (language reference, "Numeric strings"): a number within optional white space. */
function parseNumeric(name: string): NumericName | undefined {
  const text = /^[ \t\n\r\v\f]*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\v\f]*$/.exec(
    name,
  )?.[1];
  if (text === undefined) return undefined;
  const double = Number(text);
  if (/[.eE]/.test(text)) return { double, overflow: !Number.isFinite(double) };
  const magnitude = BigInt(text.replace(/^[+-]/, ''));
  const long = text.startsWith('-') ? -magnitude : magnitude;
  return long >= LONG_MIN && long <= LONG_MAX
    ? { double, long, overflow: false }
    : { double, overflow: true };
}

function compareBytes(left: string, right: string): number {
  // As byte strings, one character per byte.
  if (SURROGATE.test(left) || SURROGATE.test(right)) return order(toByteString(left), toByteString(right));
  return order(left, right);
}

function order<T extends string | number | bigint>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
