import { setCookie } from 'hono/cookie';
import { languageNamed } from '../messages/messages.ts';
import { THEMES } from '../view.ts';
import { fieldsOf, type Routes } from './room.ts';

const A_YEAR = 365 * 24 * 60 * 60;

/** Language and theme, kept by the browser. */
export const settings: Routes = (app, { at }) => {
  app.post('/settings', async (c) => {
    const { language, theme, back = '' } = await fieldsOf(c);
    const options = { path: at(''), httpOnly: true, sameSite: 'Strict', maxAge: A_YEAR } as const;
    const chosen = languageNamed(language);
    if (chosen !== null) setCookie(c, 'kamikit_language', chosen, options);
    const look = THEMES.find((each) => each === theme);
    if (look !== undefined) setCookie(c, 'kamikit_theme', look, options);
    return c.redirect(ownPath(at, back), 303);
  });
};

/** Below our own pages, whatever was sent. */
function ownPath(at: (path: string) => string, path: string): string {
  const root = new URL(at(''), 'http://own.invalid');
  const to = URL.canParse(path, root.href) ? new URL(path, root.href) : root;
  const isOurs = to.origin === root.origin && to.pathname.startsWith(root.pathname);
  return isOurs ? `${to.pathname}${to.search}` : at('');
}
