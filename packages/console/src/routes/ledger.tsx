import { ENTRY_STATES, type Ledger, type LedgerEntry, type ListOptions } from '@kamikit/ledger';
import { KINDS } from '@kamikit/spending';
import type { Context } from 'hono';
import { LedgerPage } from '../views/ledger-page.tsx';
import { download } from './download.ts';
import { type ConsoleEnv, pageOf, type Routes } from './room.ts';

const PER_PAGE = 25;
// As many at a time while exporting: each may hold 4 MB.
const EXPORT_PAGE = 20;

export type LedgerQuery = Readonly<
  Record<'q' | 'state' | 'kind' | 'since' | 'until' | 'unused' | 'person', string>
>;

const TYPES = { csv: 'text/csv', json: 'application/json' } as const;

export const ledger: Routes = (app, { parts }) => {
  app.get('/ledger', async (c) => {
    const view = c.get('view');
    const [opened, query] = [await parts.ledger(), queryOf(c)];
    const filter = filterOf(query);
    const page = pageOf(c);
    const found = filter === null ? null : await opened.list({ ...filter, page, perPage: PER_PAGE });
    return c.html(<LedgerPage view={view} query={query} found={found} />, filter === null ? 400 : 200);
  });

  app.get('/ledger/export/:format{csv|json}', async (c) => {
    const format = c.req.param('format') === 'csv' ? 'csv' : 'json';
    const [opened, filter] = [await parts.ledger(), filterOf(queryOf(c))];
    if (filter === null) return c.text(`${c.get('view').t.ledger.badFilter}\n`, 400);
    const entries = Object.values(filter).every((value) => value === undefined)
      ? opened.entries()
      : filtered(opened, filter);
    return download(c, parts.formats[format](entries), `kamikit-ledger.${format}`, TYPES[format]);
  });
};

export function queryOf(c: Context<ConsoleEnv>): LedgerQuery {
  const field = (name: string, most = 200) => (c.req.query(name) ?? '').trim().slice(0, most);
  return {
    ...{ q: field('q'), state: field('state'), kind: field('kind') },
    ...{ since: field('since'), until: field('until'), unused: field('unused') },
    // Another issuer's people have its address in their names.
    person: field('person', 1_000),
  };
}

type Filter = Omit<ListOptions, 'page' | 'perPage'>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Null for one that makes no sense. */
function filterOf({ q, state, kind, since, until, unused, person }: LedgerQuery): Filter | null {
  const isDay = (text: string) => DAY.test(text) && !Number.isNaN(Date.parse(text));
  if ((since !== '' && !isDay(since)) || (until !== '' && !isDay(until))) return null;
  const known = ENTRY_STATES.find((each) => each === state);
  if ((state !== '' && known === undefined) || (kind !== '' && !KINDS.some((each) => each === kind)))
    return null;
  return {
    search: q === '' ? undefined : q,
    state: known,
    kind: kind === '' ? undefined : kind,
    since: since === '' ? undefined : since,
    until: until === '' ? undefined : until,
    unused: unused === '' ? undefined : true,
    person: person === '' ? undefined : person,
  };
}

/** What matches, the latest first, read a page at a time. */
async function* filtered(opened: Ledger, filter: Filter): AsyncGenerator<LedgerEntry> {
  for (let page = 1; ; page += 1) {
    const { entries } = await opened.list({ ...filter, page, perPage: EXPORT_PAGE });
    yield* entries;
    if (entries.length < EXPORT_PAGE) return;
  }
}
