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
          detail={detailOf(view, entry)}
          state={<State view={view} entry={entry} />}
          cost={entry.amount === null ? t.common.none : money(entry.amount)}
          when={<Time view={view} at={entry.created_at} />}
        />
      ))}
    </EntryTable>
  );
}

export function EntryTable({ t, children }: { t: Messages; children: Child }) {
  return (
    <table class="entries">
      <thead>
        <tr>
          <th scope="col">{t.ledger.what}</th>
          <th scope="col">{t.ledger.state}</th>
          <th scope="col" class="number">
            {t.ledger.cost}
          </th>
          <th scope="col" class="when">
            {t.ledger.when}
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
