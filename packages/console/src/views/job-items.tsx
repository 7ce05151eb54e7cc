import { ITEM_STATES, type Job, type JobItem, type Restocking } from '@kamikit/ledger';
import { numbersIn } from '@kamikit/spending';
import type { View } from '../view.ts';
import { EntryRow, EntryTable } from './entry-rows.tsx';
import { ItemBadge } from './job-parts.tsx';
import { Time } from './parts.tsx';

/** How many items stand how: each leads to those. */
export function ItemFilter({ view, job, asked }: { view: View; job: Job; asked: string }) {
  const { t, at, count } = view;
  const standing = ITEM_STATES.filter((state) => job.counts[state] > 0 || state === asked);
  const choices = [
    ['', t.jobs.all, job.items] as const,
    ...standing.map((state) => [state, t.jobs.items[state], job.counts[state]] as const),
  ];
  return (
    <nav class="choices" aria-label={t.jobs.state}>
      {choices.map(([state, word, number]) => (
        <a
          href={at(`jobs/${job.id}${state === '' ? '' : `?state=${state}`}#items`)}
          aria-current={state === asked ? 'true' : undefined}
        >
          {word} <span class="choice-count">{count(number)}</span>
        </a>
      ))}
    </nav>
  );
}

interface ItemRowsProps {
  view: View;
  items: readonly JobItem[];
  why(item: JobItem): string | null;
}

export function ItemRows({ view, items, why }: ItemRowsProps) {
  const { t, at, money } = view;
  return (
    <EntryTable t={t}>
      {items.map((item) => {
        const { entry, quote } = item;
        const [cost, title, reason] = [
          item.state === 'enough' ? null : (entry?.charged ?? entry?.amount ?? quote?.total ?? null),
          itemTitle(view, item),
          why(item),
        ];
        return (
          <EntryRow
            title={entry === null ? <b>{title}</b> : <a href={at(`ledger/${entry.id}`)}>{title}</a>}
            detail={detailOf(view, item)}
            state={<ItemBadge view={view} state={item.state} />}
            cost={cost === null ? t.common.none : money(cost)}
            when={entry === null ? t.common.none : <Time view={view} at={entry.created_at} />}
          >
            {reason !== null && <span class="why">{reason}</span>}
          </EntryRow>
        );
      })}
    </EntryTable>
  );
}

/** The shop's name for it, as far as anybody asked the shop. */
export function itemTitle(view: View, { entry, quote, request }: JobItem): string {
  const goods = entry?.goods ?? quote;
  // Of what there is enough of nobody asked the shop.
  if (goods !== null && goods.quantity !== 0) return view.clean(goods.name, 120) ?? view.t.common.noName;
  const { goods_id, sub_id, sku_id } = numbersIn(request);
  return view.t.jobs.good([sku_id ?? goods_id, sub_id].filter((number) => number !== undefined).join('/'));
}

function counted({ t, count }: View, { shelf, held }: Restocking): string {
  return t.jobs.counted(count(shelf), count(held));
}

function detailOf(view: View, { number, entry, quote, request }: JobItem): string {
  const goods = entry?.goods ?? quote;
  const specification = goods === null ? null : view.clean(goods.specification, 80);
  const quantity = goods?.quantity ?? (typeof request.quantity === 'number' ? request.quantity : null);
  return [
    view.t.jobs.item(view.count(number)),
    ...(specification === null ? [] : [specification]),
    ...(quantity === null || quantity === 0 ? [] : [`× ${quantity}`]),
    ...(quote?.restocks === undefined ? [] : [counted(view, quote.restocks)]),
  ].join(' · ');
}
