import type { ItemState, Job, JobState } from '@kamikit/ledger';
import { isJobKind } from '@kamikit/spending';
import { wordFor } from '../messages/messages.ts';
import type { View } from '../view.ts';
import { Badge, type Tone } from './parts.tsx';

const JOB_TONES: Readonly<Record<JobState, Tone>> = {
  ...({ awaiting_approval: 'ask', running: 'wait', paused: 'quiet' } as const),
  ...({ stopped: 'bad', finished: 'good', cancelled: 'quiet' } as const),
};

const ITEM_TONES: Readonly<Record<ItemState, Tone>> = {
  ...({ waiting: 'quiet', under_way: 'wait', completed: 'good', pending: 'wait' } as const),
  ...({ failed: 'bad', refused: 'quiet', refunded: 'quiet', unknown: 'bad', enough: 'good' } as const),
};

export function JobBadge({ view, job: { kind, state } }: { view: View; job: Job }) {
  // Of a restock nobody is asked.
  if (kind === 'restock' && state === 'awaiting_approval')
    return <Badge tone="wait" text={view.t.jobs.uncounted} />;
  return <Badge tone={JOB_TONES[state] ?? 'quiet'} text={wordFor(view.t.jobs.states, state)} />;
}

export function ItemBadge({ view, state }: { view: View; state: ItemState }) {
  return <Badge tone={ITEM_TONES[state] ?? 'quiet'} text={wordFor(view.t.jobs.items, state)} />;
}

/** A filter beside the states of items: what a person has to see to. */
export const LEFT = 'left';

/** `200 purchases`. */
export function jobTitle({ t, count }: View, { kind, items }: Job): string {
  const words = {
    ...{ purchase: t.jobs.purchases, supplier_trade: t.jobs.trades, restock: t.jobs.restocks },
  };
  const word = isJobKind(kind) ? words[kind] : t.jobs.others;
  return word(items, count(items));
}

/** With how many items nothing is left to do for whoever runs it. */
export function doneOf({ items, counts }: Job): number {
  return items - counts.waiting - counts.under_way;
}

/** The beginning of an id, which commands take, too. */
export function shortId({ id }: Job): string {
  return id.slice(0, 8);
}

/** Who started it over the network; null for whoever uses this machine. */
export function starterOf(view: View, { person }: Job): string | null {
  return person === null ? null : view.clean(person.name, 80);
}
