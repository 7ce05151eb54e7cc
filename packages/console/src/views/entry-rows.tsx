import type { LedgerEntry } from '@kamikit/ledger';
import type { View } from '../view.ts';
import { detailOf, State, Time, titleOf } from './parts.tsx';

/** Entries as a table; on a narrow screen each becomes a block of its own. */
export function EntryRows({ view, entries }: { view: View; entries: readonly LedgerEntry[] }) {
  const { t, at, money } = view;
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
      <tbody>
        {entries.map((entry) => (
          <tr>
            <td class="what">
              <a href={at(`ledger/${entry.id}`)}>{titleOf(view, entry)}</a>
              <span class="detail">{detailOf(view, entry)}</span>
            </td>
            <td>
              <State view={view} entry={entry} />
            </td>
            <td class="number">{entry.amount === null ? t.common.none : money(entry.amount)}</td>
            <td class="when">
              <Time view={view} at={entry.created_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
