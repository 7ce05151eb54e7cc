import type { Context, Hono } from 'hono';
import type { AccountsReader } from '../accounts.ts';
import type { Live } from '../live.ts';
import type { ConsoleParts } from '../parts.ts';
import type { Pictures } from '../pictures/pictures.ts';
import type { Flash, Session } from '../safety/sessions.ts';
import type { View } from '../view.ts';

/** What a request brings along once its session is known. */
export interface ConsoleEnv {
  /** Why nothing can be answered, where that is known before. */
  Bindings: { failure?: unknown };
  Variables: { view: View; session: Session };
}

/** What the routes work with. */
export interface Room {
  parts: ConsoleParts;
  live: Live;
  pictures: Pictures;
  accounts: AccountsReader;
  /** The address of one of our pages. */
  at(path: string): string;
}

export type Routes = (app: Hono<ConsoleEnv>, room: Room) => void;

/** As the ledger writes down who decided. */
export function byOf({ by = 'page' }: ConsoleParts): string {
  return by;
}

/** After a form: to a page, which tells once what came of it. */
export function told(c: Context<ConsoleEnv>, to: string, flash: Flash): Response {
  c.get('session').flash = flash;
  return c.redirect(to, 303);
}

/** Which page of a list is asked for; the first is 1. */
export function pageOf(c: Context<ConsoleEnv>): number {
  const page = Number(c.req.query('page') ?? '1');
  return Number.isSafeInteger(page) && page >= 1 && page <= 1_000_000 ? page : 1;
}

/** What a form sent, as text; nothing is as good as an empty field. */
export async function fieldsOf(c: Context<ConsoleEnv>): Promise<Readonly<Record<string, string>>> {
  const form = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(form).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}
