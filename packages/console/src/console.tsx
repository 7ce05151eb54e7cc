import { randomBytes } from 'node:crypto';
import { KamikitError } from '@kamikit/core';
import type { PersonToday } from '@kamikit/ledger';
import { type Context, Hono } from 'hono';
import { accepts } from 'hono/accepts';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { HTTPException } from 'hono/http-exception';
import { accountsReader } from './accounts.ts';
import { ASSETS, assets } from './assets.ts';
import { createLive } from './live.ts';
import { LANGUAGES, type Language, languageNamed } from './messages/messages.ts';
import type { ConsoleParts } from './parts.ts';
import { createPictures } from './pictures/pictures.ts';
import { approvals } from './routes/approvals.tsx';
import { catalogue } from './routes/catalogue.tsx';
import { doctor } from './routes/doctor.tsx';
import { entry } from './routes/entry.tsx';
import { failed, failureText, notFound } from './routes/failures.tsx';
import { jobs } from './routes/jobs.tsx';
import { ledger } from './routes/ledger.tsx';
import { liveRoute } from './routes/live.ts';
import { mandates } from './routes/mandates.tsx';
import { notifications } from './routes/notifications.tsx';
import { overview } from './routes/overview.tsx';
import { people } from './routes/people.tsx';
import type { ConsoleEnv, Room, Routes } from './routes/room.ts';
import { settings } from './routes/session.tsx';
import { stop } from './routes/stop.ts';
import { limitBody, ownFetches, ownOrigin } from './safety/guard.ts';
import { headers } from './safety/headers.ts';
import { SESSION_COOKIE } from './safety/session-cookie.ts';
import { createSessions, isOwnForm, type SessionTimes } from './safety/sessions.ts';
import { createView, THEMES, type View } from './view.ts';
import { Document, Notice } from './views/layout.tsx';

export interface ConsoleOptions {
  /** For how long links and sessions last. */
  times?: Partial<SessionTimes>;
  /** How often the ledger is asked whether something changed, in milliseconds; only while a page is open. */
  lookEveryMs?: number;
  /** How long a page waits for the shops to tell their balances, in milliseconds. */
  patienceMs?: number;
}

/** The owner's page. */
export interface Console {
  /**
   * Answers a request. Whoever serves it has checked `Host` by then: a name that somebody made resolve to this machine must
   * not be answered (DNS rebinding). With a failure, whoever has a session is shown that, and nothing is done.
   */
  fetch(request: Request, failure?: unknown): Promise<Response>;
  /**
   * The page's door at `base`, such as `http://127.0.0.1:4000`: no secret, and nobody gets in by it. It leads on in a browser
   * that has a session.
   */
  address(base: string): string;
  /** Whether an address is below this page’s own secret path, and nobody else’s. */
  owns(path: string): boolean;
  /** Opens the page once, within a few minutes, in one browser: for the owner's eyes alone. */
  oneTimeLink(base: string): string;
  /** Ends all sessions, and what pages listen to. */
  close(): void;
}

const ROUTES: readonly Routes[] = [
  ...[overview, approvals, stop, jobs, ledger, entry],
  ...[mandates, people, notifications, catalogue, doctor, settings],
];

/** Something of ours that no other change makes old. */
const FOR_A_YEAR = 'public, max-age=31536000, immutable';

/** The first that it asks for of those that we speak, whatever the country. */
function languageOfBrowser(c: Context, otherwise: Language): Language {
  const asked = accepts(c, {
    ...{ header: 'Accept-Language', supports: [...LANGUAGES], default: otherwise },
    match: (tags, { supports }) =>
      tags
        .filter(({ q }) => q > 0)
        .map(({ type }) => type.toLowerCase().split('-')[0] ?? '')
        .find((name) => supports.includes(name)) ?? otherwise,
  });
  return languageNamed(asked) ?? otherwise;
}

export function createConsole(parts: ConsoleParts, options: ConsoleOptions = {}): Console {
  // A browser sends cookies to every port of a host: below a path that nobody can guess, no other server gets ours.
  const root = `/${randomBytes(12).toString('hex')}`;
  const at = (path: string) => `${root}/${path}`;
  const sessions = createSessions(parts.now, options.times);
  const live = createLive({
    lastSeq: async () => (await parts.ledger()).lastEventSeq(),
    ...(options.lookEveryMs !== undefined && { everyMs: options.lookEveryMs }),
  });
  const room: Room = {
    ...{ parts, live, at },
    pictures: createPictures(parts.pictures, parts.now),
    accounts: accountsReader(parts, () => live.tell(), options.patienceMs),
  };

  /** What a page is drawn with; without a session it has no forms. */
  function viewOf(c: Context, known: Pick<View, 'csrf' | 'flash'>): View {
    const { pathname, search } = new URL(c.req.url);
    const language =
      languageNamed(getCookie(c, 'kamikit_language')) ??
      (parts.followsBrowser === true ? languageOfBrowser(c, parts.language) : parts.language);
    // Asked for by the navigation and by filters of the same page.
    let people: Promise<readonly PersonToday[]> | undefined;
    return createView({
      ...{ ...known, at, here: `${pathname}${search}`, now: parts.now(), waiting },
      people() {
        people ??= peopleToday();
        return people;
      },
      clean: (text, maximum) => parts.clean(text === null ? null : parts.redact(text), maximum),
      translate: (sentence) => parts.translate?.(sentence, language) ?? null,
      language,
      theme: THEMES.find((each) => each === getCookie(c, 'kamikit_theme')) ?? 'auto',
    });
  }

  async function waiting(): Promise<number> {
    // Why a ledger cannot be read is for the page itself to say.
    const listed = await parts
      .ledger()
      .then((ledger) =>
        Promise.all([ledger.list({ state: 'awaiting_approval', perPage: 1 }), ledger.askedJobs()]),
      )
      .catch(() => null);
    return listed === null ? 0 : listed[0].total + listed[1].length;
  }

  async function peopleToday(): Promise<readonly PersonToday[]> {
    return parts
      .ledger()
      .then((ledger) => ledger.peopleToday())
      .catch(() => []);
  }

  // The overview is the page at the root itself.
  const outer = new Hono<ConsoleEnv>({ strict: false });
  outer.use(headers, ownFetches);
  outer.notFound((c) => {
    if (c.req.header('accept')?.includes('text/html') !== true)
      return c.text('There is no such page.\n', 404);
    // An address of a page that ran here before this one, as a rule.
    return needsLink(c, 404);
  });
  const app = outer.basePath(root);

  /** A browser keeps the cookie back from a link on another site: the door is this site, and leads on. */
  function needsLink(c: Context, status: 200 | 401 | 404): Response | Promise<Response> {
    const view = viewOf(c, { csrf: '', flash: null });
    const { errors } = view.t;
    return c.html(
      <Notice view={view} title={errors.sessionTitle} text={errors.session} script="door.js" />,
      status,
    );
  }

  outer.get('/', (c) => needsLink(c, 200));

  outer.get(`${ASSETS}/:name`, (c) => {
    const asset = Object.entries(assets).find(([name]) => name === c.req.param('name'))?.[1];
    if (asset === undefined) return c.notFound();
    return c.body(asset.body, 200, { 'content-type': asset.type, 'cache-control': FOR_A_YEAR });
  });

  app.get('/enter', (c) => {
    const view = viewOf(c, { csrf: '', flash: null });
    const { errors } = view.t;
    c.set('view', view);
    assertNoFailure(c);
    const cookie = sessions.open(c.req.query('link') ?? '');
    if (cookie === null)
      return c.html(<Notice view={view} title={errors.linkTitle} text={errors.link} />, 403);
    setCookie(c, SESSION_COOKIE, cookie, {
      ...{ path: at(''), httpOnly: true, sameSite: 'Strict' },
      secure: new URL(c.req.url).protocol === 'https:',
    });
    // Not a redirect: that would belong to whatever page the link stood on, and a browser would keep the cookie back.
    return c.html(
      <Document view={view} title={errors.opening} live={false} refreshTo={at('')}>
        <main class="notice">
          <p>
            <a href={at('')}>{errors.continue}</a>
          </p>
        </main>
      </Document>,
    );
  });

  app.use(async (c, next) => {
    // What a page asks for by itself is no use of its session.
    const isPart = c.req.header('x-kamikit-part') !== undefined || c.req.path === at('live');
    const session = sessions.find(getCookie(c, SESSION_COOKIE), { isSeen: !isPart });
    if (session === null) return needsLink(c, 401);
    const { csrf, flash } = session;
    const isShown = c.req.method === 'GET' && !isPart;
    c.set('session', session);
    c.set('view', viewOf(c, { csrf, flash: isShown ? flash : null }));
    assertNoFailure(c);
    await next();
    if (isShown && c.res.headers.get('content-type')?.startsWith('text/html')) session.flash = null;
    return;
  });

  app.on('POST', '*', ownOrigin, limitBody, async (c, next) => {
    const { _csrf } = await c.req.parseBody();
    const { errors } = c.get('view').t;
    if (!isOwnForm(c.get('session'), _csrf)) return c.text(`${errors.form}\n`, 403);
    return next();
  });

  app.post('/end', (c) => {
    const view = c.get('view');
    sessions.end(getCookie(c, SESSION_COOKIE));
    deleteCookie(c, SESSION_COOKIE, { path: at('') });
    return c.html(<Notice view={view} title={view.t.errors.ended} text={view.t.errors.session} />);
  });
  // For the door: whether it would be let in.
  app.get('/here', (c) => c.body(null, 204));
  for (const define of [...ROUTES, liveRoute(sessions)]) define(app, room);
  app.all('*', (c) => notFound(c));

  outer.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    const view = c.get('view');
    if (view === undefined) return c.text('Something went wrong.\n', 500);
    if (error instanceof KamikitError) return failed(c, failureText(view, error), 503);
    return failed(c, view.t.errors.internal, 500);
  });

  return {
    fetch: async (request, failure) => outer.fetch(request, { failure }),
    address: (base) => new URL('/', base).href,
    owns: (path) => path === root || path.startsWith(`${root}/`),
    oneTimeLink: (base) => new URL(at(`enter?link=${sessions.createLink()}`), base).href,
    close() {
      sessions.endAll();
      live.close();
    },
  };
}

function assertNoFailure({ env }: Context<ConsoleEnv>): void {
  if (env.failure !== undefined) throw env.failure;
}
