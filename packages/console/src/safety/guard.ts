import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';

// The largest form has a dozen short fields.
const MOST_BODY_BYTES = 16 * 1024;

/** What a form may not exceed. */
export const limitBody = bodyLimit({
  maxSize: MOST_BODY_BYTES,
  onError: (c) => c.text('This form is larger than any of ours.\n', 413),
});

/** A change is taken from our own pages only, as browsers tell it (`Sec-Fetch-Site`, `Origin`). */
export const ownOrigin = csrf();

/**
 * Other sites, and other ports of this machine, may link to a page and load nothing of it (Fetch Metadata Request Headers):
 * what a browser says it was made to fetch from elsewhere is refused before anything is looked up.
 */
export const ownFetches: MiddlewareHandler = async (c, next) => {
  const { method } = c.req;
  if (method !== 'GET' && method !== 'POST')
    return c.text('Only GET and POST are known here.\n', 405, { allow: 'GET, POST' });
  // A page that a browser loads ahead would use up a one-time link that nobody has opened.
  if (/prefetch|prerender/.test(c.req.header('sec-purpose') ?? ''))
    return c.text('Nothing here is loaded ahead.\n', 503);
  const site = c.req.header('sec-fetch-site') ?? 'none';
  const isOurs = site === 'same-origin' || site === 'none';
  const isLink =
    method === 'GET' &&
    c.req.header('sec-fetch-mode') === 'navigate' &&
    c.req.header('sec-fetch-dest') === 'document';
  if (!isOurs && !isLink) return c.text('This is not for other sites.\n', 403);
  return next();
};
