import { SHORTEST_SECRET } from '@kamikit/core/base';
import { parseDatabase } from './parse-setting.ts';

/**
 * Its password as it stands there and as it is meant, and the whole of what names no place: where a ledger lives is to be seen,
 * and is most of its URL.
 */
export function databaseSecrets(value: string): string[] {
  const password = /^[^:]+:\/\/[^/]*?:(.*)@/s.exec(value)?.[1] ?? '';
  const url = URL.canParse(value) ? new URL(value) : null;
  const [, asWritten = ''] = /[?&]password=([^&#]*)/.exec(value) ?? [];
  const inUrl = url === null ? [] : [url.password, url.searchParams.get('password') ?? ''];
  const passwords = [password, asWritten, ...inUrl].filter((each) => each !== '');
  // A shorter one could stand in any text by chance, and is hidden with its URL.
  const isTold = isDatabase(value) && passwords.every((each) => each.length >= SHORTEST_SECRET);
  return [...(isTold ? [] : [value]), ...passwords, ...passwords.flatMap(decoded)];
}

function isDatabase(value: string): boolean {
  try {
    parseDatabase(value);
    return true;
  } catch {
    return false;
  }
}

/** Nothing where it is not encoded. */
function decoded(text: string): string[] {
  try {
    return [decodeURIComponent(text)];
  } catch {
    return [];
  }
}
