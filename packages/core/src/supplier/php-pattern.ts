import { type Context, createContext, runInContext } from 'node:vm';

// A pattern is a stranger's. Compiling cannot be interrupted, but of so few characters it takes no time worth the name;
// matching is, and all patterns of a form share their time: one that backtracks without end must not stop this process,
// nor must a hundred of them.
const LONGEST_PATTERN = 500;
const TIME_LIMIT_MS = 50;

// What both languages take but read differently: in JavaScript \v is one character, a group that did not match is matched
// by its back reference, [] is an empty class and [: opens nothing; in PHP without /u a byte is all there is to \x80 or \p.
const READ_DIFFERENTLY = /\\(?:[uvkpP1-9]|x[89a-fA-F])|\[\^?\]|\[[:.=]/;

/** See `createPatternMatcher`. */
export type PatternMatcher = (pattern: string, value: string) => boolean | null;

/**
 * Whether values match the patterns of one form, as the shop would find: it wraps the bare pattern as `#…#` and counts
 * bytes (supplier facts, patterns). Null when that cannot be told here: not every PHP pattern is one of JavaScript's,
 * its time may be up, and the shop checks again anyway. Values are trimmed: before a last line feed PHP's `$` matches, too.
 */
export function createPatternMatcher(): PatternMatcher {
  let left = TIME_LIMIT_MS;
  let context: Context | undefined;
  return (pattern, value) => {
    if (left < 1 || !isReadAlike(pattern)) return null;
    context ??= createContext({});
    const began = performance.now();
    Object.assign(context, { source: asBytes(pattern), value: asBytes(value) });
    try {
      return runInContext('new RegExp(source).test(value)', context, { timeout: Math.ceil(left) }) === true;
    } catch {
      return null;
    } finally {
      left -= performance.now() - began;
    }
  };
}

/** Whether JavaScript reads a pattern, and as PHP does. */
function isReadAlike(pattern: string): boolean {
  if (pattern.length > LONGEST_PATTERN) return false;
  // Delimiters of its own make it a pattern of another version of the shop: what that does is not known.
  if (/^([/#~!@]).*\1[a-zA-Z]*$/s.test(pattern) || pattern.includes('#') || READ_DIFFERENTLY.test(pattern))
    return false;
  try {
    // The `u` flag makes JavaScript refuse the other escapes that it would read differently from PHP, such as \A or \h.
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

/** Each byte as a character. Those beyond ASCII become ones that are no blank, letter or digit, as in PHP's C locale. */
function asBytes(text: string): string {
  return Array.from(Buffer.from(text, 'utf8'), (byte) =>
    String.fromCharCode(byte < 0x80 ? byte : 0xe000 + byte),
  ).join('');
}
