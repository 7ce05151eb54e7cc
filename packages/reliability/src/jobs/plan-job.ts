import type { FaultRequest } from '@kamikit/sandbox';
import type { Choices } from '../seeded.ts';

/** One line of the table: no other is for as many of the same, so that each is known by that at the shop. */
export interface Line {
  goods_id: number;
  sub_id: number;
  quantity: number;
  max_total: number;
}

export interface JobPlan {
  lines: readonly Line[];
  maxTotal: number;
  faults: readonly FaultRequest[];
  /** After how many milliseconds each of the two processes is killed, again and again. */
  kills: ReadonlyArray<readonly number[]>;
}

/** A specification that is on sale. */
export interface OnSale {
  goods_id: number;
  sub_id: number;
  price: number;
  stock: number;
}

/** What one run does, by its seed. */
export function planJob(choices: Choices, items: number, onSale: readonly OnSale[]): JobPlan {
  const lines = linesOf(onSale).slice(0, items);
  if (lines.length < items) throw new TypeError(`the shop has stock for ${lines.length} items only`);
  const total = lines.reduce((sum, { max_total }) => sum + max_total, 0);
  const faults = Array.from({ length: Math.ceil(items / 12) }, () => fault(choices));
  const kills = [0, 1].map(() =>
    Array.from({ length: choices.between(1, 3) }, () => choices.between(300, 4_000)),
  );
  // Now and then it has to stop by itself.
  const maxTotal = choices.happens(0.2) ? Math.ceil(total * 0.3) : Math.ceil(total);
  return { lines, maxTotal, faults, kills };
}

/** From each specification one, then two, then three pieces, as far as the stock goes. */
function linesOf(onSale: readonly OnSale[]): Line[] {
  const lines: Line[] = [];
  const left = new Map(onSale.map(({ sub_id, stock }) => [sub_id, stock]));
  for (let quantity = 1; quantity <= MOST_PIECES; quantity += 1)
    for (const { goods_id, sub_id, price } of onSale) {
      const stock = (left.get(sub_id) ?? 0) - quantity;
      left.set(sub_id, stock);
      if (stock >= 0) lines.push({ goods_id, sub_id, quantity, max_total: Math.ceil(price * quantity) });
    }
  return lines;
}

const MOST_PIECES = 100;

function fault(choices: Choices): FaultRequest {
  const operation = choices.oneOf([
    'purchase_async',
    'purchase_async',
    'get_stock',
    'get_balance',
    'get_order',
  ]);
  const times = choices.between(1, 2);
  const about = { upstream: 'storefront', operation, times } as const;
  return choices.oneOf<FaultRequest>([
    { ...about, kind: 'reset_before' },
    { ...about, kind: 'reset_after' },
    { ...about, kind: 'rate_limit', retry_after: 1 },
    { ...about, kind: 'status', status: 500 },
    { ...about, kind: 'html' },
    { ...about, kind: 'truncate' },
    { ...about, kind: 'delay_ms', ms: choices.between(50, 800) },
  ]);
}
