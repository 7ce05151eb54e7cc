import { runInNewContext } from 'node:vm';

const TIME_LIMIT_MS = 100;

// What both languages take but read differently: in JavaScript \v is one character, a group that did not match is matched
// by its back reference, [] is an empty class and [: opens nothing; in PHP without /u a byte is all there is to \x80 or \p.
const READ_DIFFERENTLY = /\\(?:[uvkpP1-9]|x[89a-fA-F])|\[\^?\]|\[[:.=]/;

/**
 * Whether a value matches a widget's pattern, as the shop would find: it wraps the bare pattern as `#…#` and counts
 * bytes (supplier facts, patterns). Null when that cannot be told here: not every PHP pattern is one of JavaScript's,
 * and the shop checks again anyway.
 *
 * @param value Trimmed: before a last line feed PHP's `$` matches, too.
 */
export function matchesPhpPattern(pattern: string, value: string): boolean | null {
  // Delimiters of its own make it a pattern of another version of the shop: what that does is not known.
  if (/^([/#~!@]).*\1[a-zA-Z]*$/s.test(pattern) || pattern.includes('#') || READ_DIFFERENTLY.test(pattern))
    return null;
  try {
    // The `u` flag makes JavaScript refuse the other escapes that it would read differently from PHP, such as \A or \h.
    new RegExp(pattern, 'u');
    const given = { source: asBytes(pattern), value: asBytes(value) };
    // The pattern is a stranger's, and one that backtracks without end must not stop this process.
    return runInNewContext('new RegExp(source).test(value)', given, { timeout: TIME_LIMIT_MS }) === true;
  } catch {
    return null;
  }
}

/** Each byte as a character. Those beyond ASCII become ones that are no blank, letter or digit, as in PHP's C locale. */
function asBytes(text: string): string {
  return Array.from(Buffer.from(text, 'utf8'), (byte) =>
    String.fromCharCode(byte < 0x80 ? byte : 0xe000 + byte),
  ).join('');
}
