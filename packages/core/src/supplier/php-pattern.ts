import { runInNewContext } from 'node:vm';

const DELIMITED = /^([/#~!@])(.*)\1([a-zA-Z]*)$/s;
const TIME_LIMIT_MS = 100;

/**
 * Whether a value matches a PHP pattern, with or without delimiters; null when that cannot be decided here: not every
 * PHP pattern is valid in JavaScript, and the shop checks again anyway.
 */
export function matchesPhpPattern(pattern: string, value: string): boolean | null {
  const [, , source = pattern, flags = ''] = DELIMITED.exec(pattern) ?? [];
  if (/[^imsu]/.test(flags)) return null;
  // The `u` flag makes JavaScript refuse what it would otherwise read differently from PHP, such as \A or [[:alpha:]].
  const given = { source, flags: [...new Set(`${flags}u`)].join(''), value };
  try {
    // The pattern comes from a stranger, and one that backtracks endlessly must not block this process.
    return (
      runInNewContext('new RegExp(source, flags).test(value)', given, { timeout: TIME_LIMIT_MS }) === true
    );
  } catch {
    return null;
  }
}
