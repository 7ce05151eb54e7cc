import type { SandboxState } from '@kamikit/sandbox';
import type { Violation } from '../torture/violation.ts';
import type { Line } from './plan-job.ts';

/** An item as `kamikit job export` tells it. */
export interface Exported {
  number: number;
  state: string;
  amount: string | null;
  cards: string | null;
}

/** What `kamikit job show` tells of a job that is over. */
export interface Shown {
  state: string;
  items: number;
  counts: Readonly<Record<string, number>>;
  spent: string;
  max_total: string;
}

// How often each was charged, at least and at most, by what the ledger says became of it.
const CHARGES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  ...{ completed: [1, 1], pending: [1, 1], failed: [0, 1], unknown: [0, 1], refunded: [1, 1] },
  ...{ waiting: [0, 0], under_way: [0, 0], refused: [0, 0] },
};
const TOLERANCE = 0.001;

/** What the ledger says beside what the shop knows. */
export function compare(
  lines: readonly Line[],
  items: readonly Exported[],
  job: Shown,
  { orders, charges }: SandboxState['storefront'],
): Violation[] {
  const violations: Violation[] = [];
  const found = (invariant: Violation['invariant'], what: string) => violations.push({ invariant, what });
  if (items.length !== lines.length) found('no entry is stuck', `${items.length} of ${lines.length} items`);
  const nameOf = (wish: Omit<Line, 'max_total'>) => `${wish.goods_id}/${wish.sub_id} × ${wish.quantity}`;
  const placed = Map.groupBy(orders, nameOf);
  const isCharged = new Set(charges.map(({ order_sn }) => order_sn));
  for (const { number, state, cards } of items) {
    const line = lines[number - 1];
    const ordered = (line && placed.get(nameOf(line))) ?? [];
    const times = ordered.filter(({ order_sn }) => isCharged.has(order_sn)).length;
    const [least, most] = CHARGES[state] ?? [0, 0];
    if (times > 1) found('at most one charge per key', `item ${number} was charged ${times} times`);
    else if (times < least || times > most)
      found(
        'charges are what the ledger counts',
        `item ${number} is ${state}, and was charged ${times} times`,
      );
    // As a text or as a list.
    const delivered = [ordered[0]?.cards ?? []].flat().join('\n');
    if (state === 'completed' && (cards === null || cards !== delivered))
      found('delivered cards are readable', `item ${number}: ${cards} instead of ${delivered}`);
  }
  const charged = charges.reduce((sum, { amount }) => sum + Number(amount), 0);
  if (charged > Number(job.spent) + TOLERANCE)
    found('charges are what the ledger counts', `${charged} yuan were charged, and ${job.spent} count`);
  if (Number(job.spent) > Number(job.max_total) + TOLERANCE)
    found('budgets are kept', `${job.spent} of ${job.max_total} yuan`);
  const { waiting = 0, under_way = 0 } = job.counts;
  const isOver = job.state === 'finished' ? waiting + under_way === 0 : job.state === 'stopped';
  if (!isOver) found('no entry is stuck', `the job is ${job.state}, ${waiting + under_way} are left`);
  return violations;
}
