// What counts as a valid setting: the clients and the programs that read settings share these rules.

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Reads an upstream's base URL; the result ends in a slash.
 *
 * @throws {TypeError} when it is not a URL, has a user, a query or a fragment, or is plain `http:` to anything but
 * this machine: the key would travel in the clear.
 */
export function parseBaseUrl(text: string): URL {
  if (!URL.canParse(text)) throw new TypeError('it is not a URL; give one such as https://shop.example/api');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
    throw new TypeError('it must begin with https:// (http:// is allowed for loopback addresses only)');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new TypeError('it must not contain a user, password, query or fragment');
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** Whether a URL's host is this machine by its name or number. */
export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK.test(hostname);
}

/**
 * The address of a proxy; without a scheme it is `http:`, as others take it.
 *
 * @throws {TypeError} when it is not one. The message does not repeat it: it may hold a password.
 */
export function parseProxyUrl(text: string): URL {
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw new TypeError('it must be the address of an HTTP proxy, such as http://proxy.example:8080');
  if (!isDecodable(url.username) || !isDecodable(url.password))
    throw new TypeError('it must have each % of its user and password written as %25');
  return url;
}

/** What logs in at a proxy is decoded first (RFC 3986, 3.2.1), and a lone percent sign cannot be. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * A key or an id that an HTTP header can carry, without surrounding spaces.
 *
 * @param name What the message calls it; the key itself is never shown.
 * @throws {TypeError} for anything else.
 */
export function parseApiKey(text: string, name = 'it'): string {
  const key = text.trim();
  if (!/^[\x21-\x7E]+$/.test(key)) throw new TypeError(`${name} must be printable ASCII without spaces`);
  return key;
}

/**
 * The path under which a supplier's shop answers, without a trailing slash.
 *
 * @throws {TypeError} when it is not a path such as `/plugin/open-api`.
 */
export function parsePrefix(text: string, name = 'it'): string {
  if (!/^(\/[\w./-]*)?$/.test(text) || text.includes('..'))
    throw new TypeError(`${name} must be a path such as /plugin/open-api`);
  return text.replace(/\/+$/, '');
}

/**
 * The public base that a supplier's shop notifies.
 *
 * @throws {TypeError} when it is not a base URL, or contains what the shop's request filter rewrites, so that the signature
 * would fail (supplier facts, signature).
 */
export function parseNotifyUrl(text: string): URL {
  if (/[&%<>"']/.test(text)) throw new TypeError(`it must not contain any of & % < > " '`);
  return parseBaseUrl(text);
}
