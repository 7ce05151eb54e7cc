import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { LANGUAGES, type Language, messages } from './messages/messages.ts';
import { readAsset, readStyles } from './read-asset.ts';
import { AppParts } from './views/app-parts.tsx';

export interface AppViewOptions {
  /** Where the host tells no locale of the user that we speak. */
  language: Language;
  /** Whether what was delivered is left out of results, so that there is nothing to uncover. */
  sealed: boolean;
}

const STYLES = [
  'theme',
  'panels',
  'controls',
  'states',
  'entries',
  'entry',
  'decisions',
  'narrow',
  'app-view',
];

/**
 * The result of a tool in a chat (MCP Apps, SEP-1865): one document of the page's parts in all languages, which loads nothing.
 * Its script fills in what the host posts.
 */
export function appView({ language, sealed }: AppViewOptions): string {
  const [styles, script] = [readStyles(STYLES), readAsset('app-view.js')];
  // Beside the policy of the host, which has to allow any script and style that stands in a document.
  const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(styles)}; base-uri 'none'; form-action 'none'`;
  const { htmlLang, product, app } = messages[language];
  const page = html`<!doctype html>${(
    <html lang={htmlLang} data-theme="auto" data-language={language} data-sealed={sealed ? '' : undefined}>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{product}</title>
        <style>{raw(styles)}</style>
      </head>
      <body class="app">
        <main id="shown">
          <p class="muted">{app.working}</p>
        </main>
        {LANGUAGES.map((each) => (
          <template data-language={each} data-html-lang={messages[each].htmlLang}>
            <AppParts t={messages[each]} />
          </template>
        ))}
        <script type="module">{raw(script)}</script>
      </body>
    </html>
  )}`;
  return String(page);
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
