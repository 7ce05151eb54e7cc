import type { PersonToday } from '@kamikit/ledger';
import { wordFor } from '../messages/messages.ts';
import type { View } from '../view.ts';
import { Meter } from './charts.tsx';
import { EntryRow, EntryTable } from './entry-rows.tsx';
import { Layout } from './layout.tsx';
import { Badge, Empty, Head, Panel, Time } from './parts.tsx';

export function PeoplePage({ view, people }: { view: View; people: readonly PersonToday[] }) {
  const { t } = view;
  return (
    <Layout view={view} title={t.people.title} page="people">
      <Head title={t.people.title} intro={t.people.intro} />
      <Panel id="people">
        {people.length === 0 && <Empty title={t.people.empty} how={t.people.emptyHow} />}
        {people.length > 0 && (
          <EntryTable t={t} heads={[t.people.name, t.people.role, t.people.spentToday, t.people.since]}>
            {people.map((person) => (
              <PersonRow view={view} person={person} />
            ))}
          </EntryTable>
        )}
      </Panel>
    </Layout>
  );
}

function PersonRow({ view, person }: { view: View; person: PersonToday }) {
  const { t, at, money } = view;
  const { name, known, spent_today: spent } = person;
  const daily = known?.daily_budget ?? null;
  const most = known?.max_order ?? null;
  const today = daily === null ? money(spent) : t.mandates.of(money(spent), money(daily));
  return (
    <EntryRow
      title={<a href={at(`ledger?${new URLSearchParams({ person: name })}`)}>{shownName(view, name)}</a>}
      detail={known === null ? t.people.ofIssuer : most !== null && t.people.maxOrder(money(most))}
      state={<Role view={view} known={known} />}
      cost={
        <>
          {money(spent)}
          {known !== null && known.role !== 'viewer' && (
            <span class="detail">{daily === null ? t.people.noBudget : t.people.ofBudget(money(daily))}</span>
          )}
        </>
      }
      when={known === null ? t.common.none : <Time view={view} at={known.added_at} />}
    >
      {daily !== null && <Meter part={Number(spent) / Math.max(Number(daily), 0.01)} label={today} />}
    </EntryRow>
  );
}

function Role({ view: { t }, known }: { view: View; known: PersonToday['known'] }) {
  if (known === null) return <>{t.common.none}</>;
  if (known.revoked_at !== null) return <Badge tone="quiet" text={t.people.revoked} />;
  return <>{wordFor(t.people.roles, known.role)}</>;
}

/** Of another issuer's people, visible characters alone. */
export function shownName(view: View, name: string): string {
  return view.clean(name, 120) ?? view.t.common.noName;
}
