import { createHash } from 'node:crypto';

/** Tells one account at one address from another and reveals nothing else about it: the beginning of a SHA-256. */
export function accountMark(baseUrl: URL, id: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([baseUrl.href, id, key]))
    .digest('hex')
    .slice(0, 16);
}
