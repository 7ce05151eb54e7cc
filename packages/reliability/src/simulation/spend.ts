import type { Calls } from './calls.ts';
import { CARDS } from './card-service.ts';
import type { Spend } from './commands.ts';
import type { Owner } from './owner.ts';
import { GOODS } from './storefront.ts';
import { SKUS } from './supplier.ts';
import type { World } from './world.ts';

const KIND_OF = {
  purchase: 'purchase',
  trade: 'supplier_trade',
  use: 'use_card',
  recharge: 'recharge_card',
  delete: 'delete_card',
  issue: 'generate_cards',
} as const;

/** A dealing as a host asks for it; what is wished for follows from its key, or, for the other wish, from the next one. */
export function spend(owner: Owner, command: Spend, { machine }: World, calls: Calls): void {
  const { key, wish, again, approval, confirm, cancelAfter } = command;
  const { spender } = owner;
  const abort = new AbortController();
  const options = {
    ...{ idempotencyKey: `k${key}`, again },
    ...(approval && { approval: 'owner' as const }),
    ...(cancelAfter !== null && { signal: abort.signal }),
    ...(confirm !== 'nobody' && {
      confirm: async () => {
        await machine.sleep(confirm === 'slowly' ? 90_000 : 500);
        return confirm !== 'no';
      },
    }),
  };
  const good = GOODS[(key + wish) % GOODS.length] ?? GOODS[0];
  const sku = SKUS[(key + wish) % SKUS.length] ?? SKUS[0];
  const code = CARDS[(key + wish) % CARDS.length] ?? CARDS[0];
  const quantity = 1 + (key % 2);
  const { goods_id, sub_id } = good;
  const mode = key % 2 === 0 ? 'async' : 'sync';
  const does = {
    purchase: () => spender.purchase({ goods_id, sub_id, quantity, max_total: '60', mode }, options),
    trade: () => spender.trade({ sku_id: sku.id, quantity, max_total: '60' }, options),
    use: () => spender.use({ code }, options),
    recharge: () => spender.recharge({ code, amount: 2 }, options),
    delete: () => spender.delete({ code }, options),
    issue: () => spender.issue({ ...issued(key), count: 1 + wish + (key % 2) }, options),
  };
  const call = calls.begin(owner, `${KIND_OF[command.do]} k${key}`, does[command.do]);
  if (cancelAfter !== null)
    machine.after(cancelAfter, { process: owner.process, call: call.name }, () => abort.abort());
}

function issued(key: number) {
  switch (key % 3) {
    case 0:
      return { card_type: 'count' as const, uses: 2 };
    case 1:
      return { card_type: 'point' as const, points: 5, points_per_use: 2 };
    default:
      return { card_type: 'time' as const, duration: 1, duration_unit: 'hour' as const };
  }
}
