import type { Console } from '@kamikit/console';
import type { Person, Role } from '@kamikit/ledger';
import { createRuntime, type Runtime } from '../calling/runtime.ts';
import type { Outside } from '../calling/services.ts';
import type { Config } from '../config/config.ts';
import { settingsFor } from '../config/settings-for.ts';
import { listedTools } from '../listing/tool-list.ts';
import { answersOf } from '../mcp/answers.ts';
import { ProtocolFault } from '../mcp/fault.ts';
import { type Greeting, type GreetingParts, greetingOf } from '../mcp/greeting.ts';
import { httpDesk } from '../mcp/http-desk.ts';
import { ENDING } from '../mcp/refusal.ts';
import { messageOf } from '../views/failure.ts';
import { createApp, type Visitor } from './app.ts';
import { createDoor } from './door.ts';
import { LIMITS, limitPerPerson, type PersonLimits } from './limits.ts';
import { createMetrics } from './metrics.ts';
import { notificationsOf } from './notifications.ts';
import type { Fetch } from './oauth.ts';
import { inUrl } from './own-host.ts';
import type { Own } from './own-origin.ts';
import { createPages, type Pages } from './pages.ts';
import { readinessOf } from './readiness.ts';
import { keepUnderWay } from './under-way.ts';

const MAX_BODY_BYTES = 1024 * 1024;

export interface ServingParts extends GreetingParts {
  own: () => Own;
  outside?: Outside;
  limits?: PersonLimits;
  now?: () => number;
  /** How an issuer is reached. */
  fetch?: Fetch;
  /** The owner's page on these services, in the name of an owner; null: of whoever started the server. */
  pageOf(runtime: Runtime, owner: Person | null): Console;
}

/** What `kamikit serve` serves. */
export interface Serving {
  fetch(request: Request): Promise<Response>;
  runtime: Runtime;
  pages: Pages;
  /** Takes no new calls; resolves once those under way are done. */
  ended(): Promise<void>;
  close(): Promise<void>;
}

export async function openServing(parts: ServingParts): Promise<Serving> {
  const { config, log, redact, version, own, outside, limits = LIMITS, now = Date.now } = parts;
  const runtime = await createRuntime(config, log, outside);
  const { services } = runtime;
  // Jobs and open entries of others are not left waiting for the first call; a ledger that is away may come back.
  const opening = runtime
    .open()
    .catch((error) => log('warn', 'ledger', { problem: messageOf(error, config.reveal) }));
  const metrics = createMetrics(listedTools.map(({ definition }) => definition.name));
  const desk = httpDesk(redact, log, MAX_BODY_BYTES);
  const enter = limitPerPerson(limits, now);
  const underWay = keepUnderWay();
  let isEnding = false;

  /** The same runtime, counted and waited for: a client that goes away ends no purchase that was sent. */
  const watched: Runtime = {
    ...runtime,
    async call(name, args, host) {
      // Whenever its request came: what begins now nobody would wait for.
      if (isEnding) throw new ProtocolFault(ENDING, 'This server ends: try again. Nothing was done.');
      const since = performance.now();
      const called = await underWay.watch(runtime.call(name, args, host));
      metrics.called(name, called.ok ? 'ok' : called.answer.error.code, performance.now() - since);
      return called;
    },
  };

  const greetings = new Map<Role, Promise<Greeting>>();
  function greetingFor(person: Person): Promise<Greeting> {
    const known =
      greetings.get(person.role) ?? greetingOf({ config: settingsFor(config, person), log, redact, version });
    greetings.set(person.role, known);
    return known;
  }

  async function mcp(request: Request, { person, log: told }: Visitor): Promise<Response> {
    const greeting = await greetingFor(person);
    const theirs = { config: settingsFor(config, person), log: told, redact, version };
    const answers = await answersOf(theirs, greeting, async () => watched);
    return desk.fetch(request, { answers, greeting, log: told, person, enter: () => enter(person.name) });
  }

  const base = () => own().publicUrl ?? `http://${inUrl(own().host)}:${own().port}/`;
  const pages = createPages({
    ...{ own, base },
    ledger: services.ledger,
    pageOf: (owner) => parts.pageOf(runtime, owner),
  });
  const issuer = await issuerOf(config, parts);
  const notifications = config.supplier && notificationsOf(config.supplier, runtime, log);
  const readiness = readinessOf(services.ledger, log, config.reveal);
  const fetch = createApp({
    ...{ own, log, metrics, mcp },
    admit: createDoor(services.ledger, issuer?.admit ?? null),
    enter,
    isEnding: () => isEnding,
    isReady: readiness.isReady,
    ...{ issuers: config.oauth && [config.oauth.issuer], base },
    notify: notifications && ((request) => underWay.watch(notifications.receive(request))),
    // What only shows something is not waited for.
    page: (request) =>
      request.method === 'POST' ? underWay.watch(pages.fetch(request)) : pages.fetch(request),
    pageLink: pages.linkFor,
  });

  return {
    ...{ fetch, runtime, pages },
    async ended() {
      isEnding = true;
      await Promise.all([underWay.ended(), runtime.settled()]);
      // What came in before, and was looked at meanwhile.
      await underWay.ended();
    },
    async close() {
      isEnding = true;
      pages.close();
      notifications?.end();
      readiness.end();
      await issuer?.close();
      await desk.close();
      await opening;
      await runtime.close();
    },
  };
}

/** Loaded by those alone who have one. */
async function issuerOf({ oauth, proxy }: Config, { fetch, now = Date.now }: ServingParts) {
  if (oauth === null) return null;
  const { createIssuer } = await import('./oauth.ts');
  if (fetch !== undefined) return { admit: createIssuer(oauth, { fetch, now }), close: async () => {} };
  const { boundedFetch } = await import('./bounded-fetch.ts');
  const reached = boundedFetch(proxy ?? undefined);
  return { admit: createIssuer(oauth, { fetch: reached.fetch, now }), close: reached.close };
}
