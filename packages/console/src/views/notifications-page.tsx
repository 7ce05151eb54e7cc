import type { EntryEvent, LedgerEntry } from '@kamikit/ledger';
import { wordFor } from '../messages/messages.ts';
import type { View } from '../view.ts';
import { Layout } from './layout.tsx';
import { detailOf, Empty, Head, Panel, Time, titleOf } from './parts.tsx';

interface NotificationsProps {
  view: View;
  rows: ReadonlyArray<{ event: EntryEvent; entry: LedgerEntry | null }>;
  /** The event before which older ones are; null where there are none. */
  older: number | null;
}

export function NotificationsPage({ view, rows, older }: NotificationsProps) {
  const { t, at } = view;
  return (
    <Layout view={view} title={t.notifications.title} page="notifications">
      <Head title={t.notifications.title} intro={t.notifications.intro} />
      <Panel id="notifications">
        {rows.length === 0 ? (
          <Empty title={t.notifications.empty} how={t.notifications.emptyHow} />
        ) : (
          <table class="entries">
            <thead>
              <tr>
                <th scope="col">{t.notifications.trade}</th>
                <th scope="col">{t.notifications.change}</th>
                <th scope="col" class="when">
                  {t.notifications.received}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ event, entry }) => (
                <tr>
                  <td class="what">
                    {entry === null ? (
                      t.common.noName
                    ) : (
                      <>
                        <a href={at(`ledger/${entry.id}`)}>{titleOf(view, entry)}</a>
                        <span class="detail">{`${detailOf(view, entry)} · ${view.clean(entry.reference, 100) ?? ''}`}</span>
                      </>
                    )}
                  </td>
                  <td>{changeOf(view, event)}</td>
                  <td class="when">
                    <Time view={view} at={event.at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {older !== null && (
          <p class="pages">
            <a class="button" href={at(`notifications?before=${older}`)}>
              {t.common.older}
            </a>
          </p>
        )}
      </Panel>
    </Layout>
  );
}

function changeOf({ t }: View, { from, to }: EntryEvent): string {
  if (to === null || from === to) return t.notifications.unchanged;
  return from === null ? wordFor(t.states, to) : `${wordFor(t.states, from)} → ${wordFor(t.states, to)}`;
}
