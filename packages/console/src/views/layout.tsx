import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import { ASSETS, type AssetName } from '../assets.ts';
import { LANGUAGES, messages } from '../messages/messages.ts';
import { THEMES, type View } from '../view.ts';
import { Icon, type IconName } from './icons.tsx';

export const PAGES = [
  ...(['overview', 'approvals', 'jobs', 'ledger', 'mandates', 'people'] as const),
  ...(['notifications', 'catalogue', 'doctor'] as const),
] as const satisfies readonly IconName[];

export type PageName = (typeof PAGES)[number];

const PATH_OF: Readonly<Record<PageName, string>> = {
  ...{ overview: '', approvals: 'approvals', jobs: 'jobs', ledger: 'ledger', mandates: 'mandates' },
  people: 'people',
  ...{ notifications: 'notifications', catalogue: 'catalogue', doctor: 'doctor' },
};

interface LayoutProps {
  view: View;
  title: string;
  /** Which of the pages it belongs to; null: none. */
  page: PageName | null;
  /** Whether it shows by itself what changes. */
  live?: boolean;
  children?: Child;
}

/** A page with what stands on all of them. */
export function Layout({ view, title, page, live = true, children }: LayoutProps) {
  const { t, at, flash } = view;
  return (
    <Document view={view} title={title} live={live} isSignedIn>
      <a class="skip" href="#content">
        {t.nav.skip}
      </a>
      <div class="shell">
        <header class="side">
          <a class="brand" href={at('')}>
            <Mark />
            {t.product}
          </a>
          <nav aria-label={t.nav.label}>
            <ul>
              {PAGES.map((name) => (
                <Link view={view} name={name} isOpen={name === page} />
              ))}
            </ul>
          </nav>
          <Settings view={view} />
        </header>
        <main id="content" tabindex={-1}>
          {flash !== null && (
            <p class={`flash ${flash.tone}`} role={flash.tone === 'bad' ? 'alert' : 'status'}>
              {flash.text}
            </p>
          )}
          {children}
        </main>
      </div>
    </Document>
  );
}

async function Link({ view, name, isOpen }: { view: View; name: PageName; isOpen: boolean }) {
  const { t, at } = view;
  // Most ledgers are used by nobody but their owner.
  if (name === 'people' && !isOpen && (await view.people()).length === 0) return null;
  return (
    <li>
      <a href={at(PATH_OF[name])} aria-current={isOpen ? 'page' : undefined}>
        <Icon name={name} />
        <span>{t.nav[name]}</span>
        {name === 'approvals' && <Waiting view={view} />}
      </a>
    </li>
  );
}

/** How many purchases wait for the owner's word. */
async function Waiting({ view }: { view: View }) {
  const waiting = await view.waiting();
  return (
    <span id="waiting" class="waiting" data-live>
      {waiting > 0 ? waiting : ''}
    </span>
  );
}

/** A page without a session: it says what to do. */
export function Notice({
  view,
  title,
  text,
  script,
  children,
}: {
  view: View;
  title: string;
  text: string;
  script?: AssetName;
  children?: Child;
}) {
  return (
    <Document view={view} title={title} live={false} script={script}>
      <main class="notice" id="content">
        <span class="brand">
          <Mark />
          {view.t.product}
        </span>
        <h1>{title}</h1>
        <p>{text}</p>
        {children}
      </main>
    </Document>
  );
}

interface DocumentProps {
  view: View;
  title: string;
  live: boolean;
  /** Whether the browser has a session, so that the door may lead on to it. */
  isSignedIn?: boolean;
  script?: AssetName | undefined;
  /** Where the browser goes by itself. */
  refreshTo?: string;
  children?: Child;
}

export function Document(props: DocumentProps) {
  const { view, title, live, isSignedIn = false, script = 'console.js', refreshTo, children } = props;
  const { t, at, theme } = view;
  const asset = (name: AssetName) => `${ASSETS}/${name}`;
  return html`<!doctype html>${(
    <html lang={t.htmlLang} data-theme={theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme === 'auto' ? 'light dark' : theme} />
        <meta name="robots" content="noindex" />
        {refreshTo !== undefined && <meta http-equiv="refresh" content={`0; url=${refreshTo}`} />}
        <title>{`${title} · ${t.product}`}</title>
        <link rel="icon" href={asset('icon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={asset('console.css')} />
        <script type="module" src={asset(script)}></script>
      </head>
      <body
        data-root={isSignedIn ? at('') : undefined}
        data-live-from={live ? at('live') : undefined}
        data-copied={t.common.copied}
        data-not-copied={t.common.notCopied}
      >
        {children}
      </body>
    </html>
  )}`;
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <rect class="mark-back" x="2" y="4" width="20" height="16" rx="4" />
      <path class="mark-front" d="M7 8.5v7M7 12l5-3.5M8.6 11l3.9 4.5" />
      <circle class="mark-dot" cx="17" cy="12" r="1.6" />
    </svg>
  );
}

/** Language and theme, each a form of its own, and the end of the session. */
function Settings({ view }: { view: View }) {
  const { t, at, language, theme, here } = view;
  return (
    <div class="settings">
      <form method="post" action={at('settings')}>
        <Hidden view={view} />
        <input type="hidden" name="back" value={here} />
        <fieldset>
          <legend>{t.settings.language}</legend>
          {LANGUAGES.map((each) => (
            <button
              type="submit"
              name="language"
              value={each}
              lang={messages[each].htmlLang}
              aria-pressed={each === language ? 'true' : 'false'}
            >
              {messages[each].name}
            </button>
          ))}
        </fieldset>
        <fieldset>
          <legend>{t.settings.theme}</legend>
          {THEMES.map((each) => (
            <button type="submit" name="theme" value={each} aria-pressed={each === theme ? 'true' : 'false'}>
              {t.settings.themes[each]}
            </button>
          ))}
        </fieldset>
      </form>
      <form method="post" action={at('end')}>
        <Hidden view={view} />
        <button type="submit" class="quiet">
          {t.settings.signOut}
        </button>
      </form>
    </div>
  );
}

/** What shows that a form is one of ours. */
export function Hidden({ view }: { view: View }) {
  return <input type="hidden" name="_csrf" value={view.csrf} />;
}
