// What each kind of setting may say. What is thrown is told to whoever set it, behind the setting's name.
import { isAbsolute } from 'node:path';
import { type Money, parseBaseUrl, parseMoney } from '@kamikit/core/base';
import { parseDatabaseUrl } from '@kamikit/ledger/at-start';

export function parseLimit(value: string): Money {
  const limit = readMoney(value);
  if (limit.startsWith('-')) throw new TypeError('it must not be negative');
  return limit;
}

export function parseRate(value: string): number {
  const rate = parseCount(value);
  if (rate === 0) throw new Error('it must be a whole number of requests above 0, or none');
  return rate;
}

export function parseCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new TypeError('it must be a whole number, or none');
  return Number(value);
}

/** As its tokens name it, character by character. */
export function parseIssuer(value: string): string {
  parseBaseUrl(value);
  return value;
}

/** `none`: Kamikit sets no limit. */
export function orNone<T>(parse: (value: string) => T): (value: string) => T | null {
  return (value) => (value.toLowerCase() === 'none' ? null : parse(value));
}

/** What was set may be a key that belongs elsewhere, so no message repeats it. */
function readMoney(value: string): Money {
  try {
    return parseMoney(value);
  } catch {
    throw new TypeError('it must be an amount in yuan, such as 99.50, or none');
  }
}

/** Hosts start the server in folders of theirs: each would get a ledger, and so a budget, of its own. */
export function parseFolder(value: string): string {
  if (isAbsolute(value)) return value;
  throw new TypeError(
    'it must be an absolute path, such as /home/me/kamikit: a ledger of its own would be in each folder that a host starts the server in',
  );
}

/** What was set may hold a password, so no message repeats it. */
export function parseDatabase(value: string): string {
  try {
    parseDatabaseUrl(value);
    return value;
  } catch {
    throw new TypeError('it must be a URL such as postgres://USER@HOST/DATABASE');
  }
}

export function parseFlag(value: string): boolean {
  if (/^(true|1)$/i.test(value)) return true;
  if (/^(false|0)$/i.test(value)) return false;
  throw new TypeError('it must be true or false');
}

export function oneOf<const T extends string>(...values: readonly T[]): (value: string) => T {
  return (value) => {
    const found = values.find((candidate) => candidate === value.toLowerCase());
    if (found === undefined) throw new TypeError(`it must be one of ${values.join(', ')}`);
    return found;
  };
}
