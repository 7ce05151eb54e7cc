import { randomUUID } from 'node:crypto';
import type { Person } from '@kamikit/ledger';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { Log } from '../config/log.ts';
import { messageOf } from '../views/failure.ts';
import { type Admitted, isOfIssuer, isUnavailable } from './door.ts';
import type { Entry } from './limits.ts';
import type { Metrics } from './metrics.ts';
import { isOwnOrigin, type Own } from './own-origin.ts';
import { untilAnswered } from './until-answered.ts';

/** Who sent a request, and what is told of it. */
export interface Visitor {
  person: Person;
  log: Log;
}

/** What stands behind each address. */
export interface Doors {
  own: () => Own;
  /** The address by which others reach this server. */
  base(): string;
  log: Log;
  metrics: Metrics;
  admit(authorization: string | undefined): Promise<Admitted>;
  enter(person: string): Entry;
  /** No new work is taken. */
  isEnding(): boolean;
  isReady(): Promise<boolean>;
  mcp(request: Request, visitor: Visitor): Promise<Response>;
  /** Where a client learns who gives tokens (RFC 9728); null where only we do. */
  issuers: readonly string[] | null;
  /** The supplier's notifications; null where there is no supplier. */
  notify: ((request: Request) => Promise<Response>) | null;
  /** The owner's page. */
  page(request: Request): Promise<Response>;
  /** A one-time link to it. */
  pageLink(owner: Person): Promise<string>;
}

const MCP = '/mcp';
const METADATA = '/.well-known/oauth-protected-resource';
const REQUEST_ID = 'x-request-id';

interface Env {
  Variables: { log: Log; person: Person; route: string; leave: () => void };
}

/**
 * Everything that is served over HTTP. Whoever serves it has checked `Host` by then. No answer lets a page of another site read
 * it (CORS), and a request that such a page sent is refused before anybody looks at its token.
 */
export function createApp(doors: Doors): (request: Request) => Promise<Response> {
  const { own, log, metrics } = doors;
  const app = new Hono<Env>();
  const routed = (route: string): MiddlewareHandler<Env> => {
    return async (c, next) => {
      c.set('route', route);
      await next();
    };
  };

  app.use(async (c, next) => {
    const id = randomUUID();
    const since = performance.now();
    c.set('log', (level, message, details) => log(level, message, { request_id: id, ...details }));
    c.set('route', 'none');
    metrics.begun();
    await next();
    c.res.headers.set(REQUEST_ID, id);
    const { method } = c.req;
    const [route, { status }] = [c.get('route'), c.res];
    const who = c.get('person')?.name;
    // With the end of the answer: one that is streamed begins before the call has ended.
    c.res = untilAnswered(c.res, () => {
      c.get('leave')?.();
      metrics.ended();
      metrics.answered(route, method, status);
      const ms = Math.round(performance.now() - since);
      c.get('log')('info', 'answered', { route, method, status, ms, ...(who !== undefined && { who }) });
    });
  });
  app.notFound((c) => refusal(c, 404, 'not_found'));
  app.onError((error, c) => {
    const isAway = isUnavailable(error);
    // Whoever asks is told one word; what to do about the ledger is for whoever runs this.
    const reason = isAway ? messageOf(error, 'sealed') : error.name;
    c.get('log')('error', 'request failed', { reason });
    if (!isAway) return refusal(c, 500, 'internal');
    return refusal(c, 503, 'unavailable', {}, isOfIssuer(error) ? ISSUER_AWAY : undefined);
  });

  app.get('/healthz', routed('healthz'), (c) => c.json({ status: 'ok' }));
  app.get('/readyz', routed('readyz'), async (c) => {
    const isReady = !doors.isEnding() && (await doors.isReady());
    return isReady ? c.json({ status: 'ready' }) : c.json({ status: 'unavailable' }, 503);
  });
  const { notify } = doors;
  // It refuses what a browser sent by itself, and looks at the signature.
  if (notify !== null) app.all('/notify/*', routed('notify'), (c) => notify(c.req.raw));

  app.use(async (c, next) => {
    const [origin, site] = [c.req.header('origin'), c.req.header('sec-fetch-site')];
    if (!isOwnOrigin(origin, site, own())) return refusal(c, 403, 'foreign_origin');
    return next();
  });

  const { issuers } = doors;
  const metadataUrl = () => new URL(`${METADATA}${MCP}`, doors.base()).href;
  if (issuers !== null)
    for (const path of [METADATA, `${METADATA}${MCP}`])
      app.get(path, routed('metadata'), (c) =>
        c.json({
          resource: new URL(MCP, doors.base()).href,
          authorization_servers: issuers,
          bearer_methods_supported: ['header'],
          resource_name: 'Kamikit',
        }),
      );

  const admitted: MiddlewareHandler<Env> = async (c, next) => {
    const who = await doors.admit(c.req.header('authorization'));
    if ('refusal' in who) {
      const challenge = [
        'realm="kamikit"',
        ...(who.refusal === 'unauthorized' ? [] : [`error="${who.refusal}"`]),
        ...(issuers === null ? [] : [`resource_metadata="${metadataUrl()}"`]),
      ];
      const headers = { 'www-authenticate': `Bearer ${challenge.join(', ')}` };
      return refusal(c, who.refusal === 'insufficient_scope' ? 403 : 401, who.refusal, headers);
    }
    c.set('person', who.person);
    return next();
  };

  app.use(MCP, routed('mcp'), admitted);
  app.all(MCP, async (c) => {
    if (doors.isEnding()) return refusal(c, 503, 'ending', { 'retry-after': '5', connection: 'close' });
    const { person, log: told } = c.var;
    const entry = doors.enter(person.name);
    if ('retryAfterSeconds' in entry)
      return refusal(c, 429, 'too_many_requests', { 'retry-after': String(entry.retryAfterSeconds) });
    const who = { who: person.name };
    const visitor: Visitor = {
      person,
      log: (level, message, details) => told(level, message, { ...who, ...details }),
    };
    c.set('leave', entry.leave);
    return doors.mcp(c.req.raw, visitor);
  });

  app.get('/metrics', routed('metrics'), admitted, async (c) => {
    // Whoever looks after the server need be no owner.
    if (c.var.person.role === 'buyer') return refusal(c, 403, 'not_for_buyers');
    return c.body(await metrics.text(), 200, { 'content-type': metrics.contentType });
  });
  app.post('/page-link', routed('page-link'), admitted, async (c) => {
    if (c.var.person.role !== 'owner') return refusal(c, 403, 'owners_only');
    return c.json({ link: await doors.pageLink(c.var.person) });
  });
  app.all('*', routed('page'), (c) => {
    // Forms are sent otherwise: whoever sends JSON looks for MCP.
    if (c.req.method === 'POST' && c.req.header('content-type')?.startsWith('application/json'))
      return refusal(c, 404, 'not_found', {}, `MCP is at ${new URL(MCP, doors.base())}.`);
    // What is decided there is sent.
    if (doors.isEnding() && c.req.method !== 'GET') return refusal(c, 503, 'ending');
    return doors.page(c.req.raw);
  });

  return async (request) => app.fetch(request);
}

/** What to do about it: hosts show their user what a server answers. */
const ADVICE: Readonly<Record<string, string>> = {
  unauthorized:
    'Send the token that `kamikit user add` printed, as the header “Authorization: Bearer TOKEN”.',
  invalid_token:
    'This token is not known here, was revoked or was not copied whole; or the header is not “Authorization: Bearer TOKEN”.',
  insufficient_scope: 'The token gives no role here: its issuer sets the claim kamikit_role.',
  owners_only: 'Only owners have the page.',
  not_for_buyers: 'Metrics are for owners and viewers.',
  unavailable: 'The ledger cannot be reached. Nothing was done: try again in a moment.',
};

const ISSUER_AWAY = 'The issuer of this token cannot be reached. Nothing was done: try again in a moment.';

/** One word for programs, and a sentence where somebody can do something about it (RFC 6750, section 3). */
function refusal(
  c: Context,
  status: 401 | 403 | 404 | 429 | 500 | 503,
  error: string,
  headers: Record<string, string> = {},
  advice = ADVICE[error],
): Response {
  return c.json({ error, ...(advice !== undefined && { error_description: advice }) }, status, headers);
}
