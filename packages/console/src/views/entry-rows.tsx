import type { LedgerEntry } from '@kamikit/ledger';
import type { Child } from 'hono/jsx';
import type { Messages } from '../messages/messages.ts';
import type { View } from '../view.ts';
import { detailOf, State, Time, titleOf } from './parts.tsx';

/** Entries as a table; on a narrow screen each becomes a block of its own. */
export function EntryRows({ view, entries }: { view: View; entries: readonly LedgerEntry[] }) {
  const { t, at, money } = view;
  return (
    <EntryTable t={t}>
      {entries.map((entry) => (
        <EntryRow
          title={<a href={at(`ledger/${entry.id}`)}>{titleOf(view, entry)}</a>}
          detail={withWho(view, entry)}
          state={<State view={view} entry={entry} />}
          cost={entry.amount === null ? t.common.none : money(entry.amount)}
          when={<Time view={view} at={entry.created_at} />}
        />
      ))}
    </EntryTable>
  );
}

/** With who wants it, where several people use the ledger. */
function withWho(view: View, entry: LedgerEntry): string {
  const who = view.clean(entry.person, 80);
  return [detailOf(view, entry), who === null ? '' : view.t.ledger.by(who)]
    .filter((text) => text !== '')
    .join(' · ');
}

interface EntryTableProps {
  t: Messages;
  /** Of the four columns; those of the ledger by default. */
  heads?: readonly [what: string, state: string, cost: string, when: string];
  children: Child;
}

export function EntryTable({ t, heads, children }: EntryTableProps) {
  const [what, state, cost, when] = heads ?? [t.ledger.what, t.ledger.state, t.ledger.cost, t.ledger.when];
  return (
    <table class="entries">
      <thead>
        <tr>
          <th scope="col">{what}</th>
          <th scope="col">{state}</th>
          <th scope="col" class="number">
            {cost}
          </th>
          <th scope="col" class="when">
            {when}
          </th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

interface EntryRowProps {
  title: Child;
  detail: Child;
  state: Child;
  cost: Child;
  when: Child;
  /** Below the detail. */
  children?: Child;
}

export function EntryRow({ title, detail, state, cost, when, children }: EntryRowProps) {
  return (
    <tr>
      <td class="what">
        {title}
        <span class="detail">{detail}</span>
        {children}
      </td>
      <td>{state}</td>
      <td class="number">{cost}</td>
      <td class="when">{when}</td>
    </tr>
  );
}
