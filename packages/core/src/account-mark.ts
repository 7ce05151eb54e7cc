import { createHash } from 'node:crypto';

/** By what an account is known. */
export interface AccountMarks {
  account: string;
  /** What versions that took another spelling of the address for another account knew it by; null where that is the same. */
  formerAccount: string | null;
}

/**
 * Tells one account at one address from another and reveals nothing else about it: the beginning of a SHA-256. The same
 * address is the same however it is spelt (RFC 3986, 6.2.2 and 6.2.3).
 */
export function accountMarks(baseUrl: URL, id: string, key: string, given: string | undefined): AccountMarks {
  if (given !== undefined) return { account: given, formerAccount: null };
  const [account, former] = [mark(normalAddress(baseUrl), id, key), mark(baseUrl.href, id, key)];
  return { account, formerAccount: former === account ? null : former };
}

function mark(address: string, id: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([address, id, key]))
    .digest('hex')
    .slice(0, 16);
}

/** What URL leaves as it was written: escapes of what needs none, their letters, repeated slashes, the root's dot of a host. */
function normalAddress({ protocol, hostname, port, pathname }: URL): string {
  const path = pathname.replace(/%[0-9a-f]{2}/gi, (escaped) => {
    const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : escaped.toUpperCase();
  });
  const host = hostname.replace(/\.$/, '') + (port && `:${port}`);
  return `${protocol}//${host}${path.replace(/\/{2,}/g, '/')}`;
}
