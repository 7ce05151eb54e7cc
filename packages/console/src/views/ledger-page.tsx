import { ENTRY_STATES, type EntryPage } from '@kamikit/ledger';
import { KINDS } from '@kamikit/spending';
import { wordFor } from '../messages/messages.ts';
import type { LedgerQuery } from '../routes/ledger.tsx';
import type { View } from '../view.ts';
import { EntryRows } from './entry-rows.tsx';
import { Icon } from './icons.tsx';
import { Layout } from './layout.tsx';
import { Pages } from './pages.tsx';
import { Empty, Head, Panel } from './parts.tsx';
import { shownName } from './people-page.tsx';

interface LedgerProps {
  view: View;
  query: LedgerQuery;
  /** Null where the filters make no sense. */
  found: EntryPage | null;
}

export function LedgerPage({ view, query, found }: LedgerProps) {
  const { t } = view;
  const isFiltered = Object.values(query).some((value) => value !== '');
  return (
    <Layout view={view} title={t.ledger.title} page="ledger">
      <Head title={t.ledger.title} intro={t.ledger.intro}>
        <ExportLinks view={view} query={query} />
      </Head>
      <Filters view={view} query={query} isFiltered={isFiltered} />
      <Panel id="entries">
        {found === null && <Empty title={t.ledger.badFilter} />}
        {found !== null && found.entries.length === 0 && (
          <Empty
            title={isFiltered ? t.ledger.noMatch : t.ledger.empty}
            how={isFiltered ? t.ledger.noMatchHow : t.ledger.emptyHow}
          />
        )}
        {found !== null && found.entries.length > 0 && (
          <>
            <EntryRows view={view} entries={found.entries} />
            <Pages
              view={view}
              page={found.page}
              perPage={found.per_page}
              total={found.total}
              note={t.common.entries(view.count(found.total))}
              href={(page) => view.at(`ledger?${asked(query, page)}`)}
            />
          </>
        )}
      </Panel>
    </Layout>
  );
}

function asked(query: LedgerQuery, page?: number): string {
  const fields = Object.entries({ ...query, page: page === undefined ? '' : String(page) });
  return new URLSearchParams(fields.filter(([, value]) => value !== '')).toString();
}

function ExportLinks({ view, query }: Pick<LedgerProps, 'view' | 'query'>) {
  const { t, at } = view;
  const href = (format: string) => at(`ledger/export/${format}?${asked(query)}`);
  return (
    <fieldset class="exports" title={t.ledger.exportNote}>
      <legend>{t.ledger.export}</legend>
      <a class="button" href={href('csv')} download>
        <Icon name="download" />
        {t.ledger.exportCsv}
      </a>
      <a class="button" href={href('json')} download>
        <Icon name="download" />
        {t.ledger.exportJson}
      </a>
    </fieldset>
  );
}

function Filters({ view, query, isFiltered }: Pick<LedgerProps, 'view' | 'query'> & { isFiltered: boolean }) {
  const { t, at } = view;
  return (
    <search>
      <form class="filters" method="get" action={at('ledger')}>
        <label class="search">
          <span>{t.ledger.searchLabel}</span>
          <input type="search" name="q" value={query.q} placeholder={t.ledger.searchHint} maxlength={200} />
        </label>
        <Choice
          name="state"
          label={t.ledger.state}
          chosen={query.state}
          of={ENTRY_STATES}
          words={t.states}
          all={t.common.all}
        />
        <Choice
          name="kind"
          label={t.ledger.kind}
          chosen={query.kind}
          of={KINDS}
          words={t.kinds}
          all={t.common.all}
        />
        <label>
          <span>{t.ledger.since}</span>
          <input type="date" name="since" value={query.since} />
        </label>
        <label>
          <span>{t.ledger.until}</span>
          <input type="date" name="until" value={query.until} />
        </label>
        <label class="check">
          <input type="checkbox" name="unused" value="1" checked={query.unused !== ''} />
          <span>{t.ledger.unused}</span>
        </label>
        <WhoseEntries view={view} chosen={query.person} />
        <div class="actions">
          <button type="submit">{t.ledger.filter}</button>
          {isFiltered && (
            <a class="button quiet" href={at('ledger')}>
              {t.ledger.clear}
            </a>
          )}
        </div>
      </form>
    </search>
  );
}

/** Where several people use the ledger. */
async function WhoseEntries({ view, chosen }: { view: View; chosen: string }) {
  const people = (await view.people()).map(({ name }) => name);
  const names = chosen === '' || people.includes(chosen) ? people : [...people, chosen];
  if (names.length === 0) return null;
  const words = Object.fromEntries(names.map((name) => [name, shownName(view, name)]));
  const { t } = view;
  return (
    <Choice {...{ name: 'person', label: t.ledger.person, chosen, of: names, words, all: t.common.all }} />
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  chosen: string;
  of: readonly string[];
  words: Readonly<Record<string, string>>;
  all: string;
}

function Choice({ name, label, chosen, of, words, all }: ChoiceProps) {
  return (
    <label>
      <span>{label}</span>
      <select name={name}>
        <option value="">{all}</option>
        {of.map((each) => (
          <option value={each} selected={each === chosen}>
            {wordFor(words, each)}
          </option>
        ))}
      </select>
    </label>
  );
}
