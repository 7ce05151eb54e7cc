const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Reads an upstream's base URL; the answer ends in a slash.
 *
 * @throws {TypeError} when it is no URL, carries a user, a query or a fragment, or is plain `http:` to anything but
 * this machine: the key would travel in the clear.
 */
export function parseBaseUrl(text: string): URL {
  if (!URL.canParse(text)) throw new TypeError('it is not a URL; give one such as https://shop.example/api');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
    throw new TypeError('it must begin with https:// (http:// is allowed for loopback addresses only)');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new TypeError('it must hold no user, password, query or fragment');
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
