import { toByteString } from './platform/node.ts';

const SURROGATE = /[\ud800-\udfff]/;
const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;

const REMEMBERED = 16;
/** What a request's fields are called, joined; what else a body may hold is not worth remembering. */
const PLAIN = /^[a-z_,]{1,400}$/;

/** By the first name: whoever posts, posts fields of the same few names again, and most of a sort is to look at each of them. */
const remembered = new Map<
  string | undefined,
  { readonly names: readonly string[]; readonly sorted: readonly string[] }
>();

/** Field names as `ksort` of PHP 8.2 and later sorts them; equal numbers keep their order. */
export function sortAsPhp(names: readonly string[]): readonly string[] {
  const before = remembered.get(names[0]);
  if (before?.names.length === names.length && before.names.every((name, at) => name === names[at]))
    return before.sorted;
  const sorted = names.toSorted(compareNames);
  if (PLAIN.test(names.join())) remembered.set(names[0], { names, sorted });
  if (remembered.size > REMEMBERED) remembered.clear();
  return sorted;
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
