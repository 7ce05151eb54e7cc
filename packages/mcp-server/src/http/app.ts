import { type Context, Hono } from 'hono';
import { isOwnOrigin, type Own } from './own-origin.ts';

/** What stands behind each address; who may come in is asked before. */
export interface Doors {
  own: () => Own;
  mcp(request: Request): Promise<Response>;
  /** Whether the request carries a token of this server. */
  admits(authorization: string | undefined): boolean;
}

const MCP = '/mcp';

/**
 * Everything that is served over HTTP. Whoever serves it has checked `Host` by then. No answer lets a page of another site read
 * it (CORS), and a request that such a page sent is refused before anybody looks at its token.
 */
export function createApp({ own, mcp, admits }: Doors): (request: Request) => Promise<Response> {
  const app = new Hono();
  app.notFound((c) => refusal(c, 404, 'not_found'));
  app.onError((_, c) => refusal(c, 500, 'internal'));

  app.use(async (c, next) => {
    if (!isOwnOrigin(c.req.header('origin'), own())) return refusal(c, 403, 'foreign_origin');
    return next();
  });
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.use(MCP, async (c, next) => {
    if (admits(c.req.header('authorization'))) return next();
    return refusal(c, 401, 'unauthorized', { 'www-authenticate': 'Bearer realm="kamikit"' });
  });
  app.all(MCP, (c) => mcp(c.req.raw));

  return async (request) => app.fetch(request);
}

/** One word: who reads it is a program. */
function refusal(
  c: Context,
  status: 401 | 403 | 404 | 500,
  error: string,
  headers: Record<string, string> = {},
): Response {
  return c.json({ error }, status, headers);
}
