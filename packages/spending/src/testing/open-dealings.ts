import type { FaultKind } from '@kamikit/sandbox';
import type { Kind as AnyKind, SpendOptions } from '../index.ts';
import { openShop, PURCHASE, type ShopOptions, TRADE } from './open-shop.ts';

/** A card is deleted only once; all else can be done again. */
export type Kind = Exclude<AnyKind, 'delete_card'>;

export const KINDS = ['purchase', 'supplier_trade', 'use_card', 'recharge_card', 'generate_cards'] as const;

/** A shop with a card of five uses in it, and each of the five dealings as a test wants it. */
export async function openDealings(options: ShopOptions = {}) {
  const shop = await openShop(options);
  const { sandbox, spender, cards } = shop;
  const { codes } = await cards.generate({ card_type: 'count', uses: 5 });
  const [code = ''] = codes;

  const run = {
    purchase: (spend) => spender.purchase(PURCHASE, spend),
    supplier_trade: (spend) => spender.trade(TRADE, spend),
    use_card: (spend) => spender.use({ code }, spend),
    recharge_card: (spend) => spender.recharge({ code, amount: 3 }, spend),
    generate_cards: (spend) => spender.issue({ card_type: 'count', uses: 2, count: 2 }, spend),
  } satisfies { [K in Kind]: (spend: SpendOptions) => Promise<object> };

  /** Breaks the connection of the next one, before or after its work is done. */
  const lose = (kind: Kind, fault: Extract<FaultKind, 'reset_before' | 'reset_after'>) => {
    const [upstream, operation] = SENDS[kind];
    sandbox.addFault({ upstream, operation, kind: fault });
    // The client asks for a lost trade by itself: four times, with four tries each.
    if (kind === 'supplier_trade')
      sandbox.addFault({ upstream, operation: 'query', kind: 'status', status: 500, times: 16 });
  };

  /** How often each was really done. */
  const done = {
    purchase: () => sandbox.state().storefront.charges.length,
    supplier_trade: () => sandbox.state().supplier.charges.length,
    use_card: () => sandbox.state().cards.uses.length,
    recharge_card: () => sandbox.state().cards.recharges.length,
    generate_cards: () => sandbox.state().cards.generated.length - 1,
  } satisfies { [K in Kind]: () => number };

  const isIssued = { storefront: 0, supplier: 0, cards: 1 };
  /** How often a request that does it was sent. */
  const sent = (kind: Kind) => {
    const [upstream, operation] = SENDS[kind];
    const counts = sandbox.state().counts[upstream] ?? {};
    const all = (counts[operation] ?? 0) + (counts[`${operation}_async`] ?? 0);
    return kind === 'generate_cards' ? all - isIssued[upstream] : all;
  };

  return { ...shop, code, run, lose, done, sent };
}

const SENDS = {
  purchase: ['storefront', 'purchase'],
  supplier_trade: ['supplier', 'trade'],
  use_card: ['cards', 'use'],
  recharge_card: ['cards', 'recharge'],
  generate_cards: ['cards', 'generate'],
} as const satisfies { [K in Kind]: readonly ['storefront' | 'cards' | 'supplier', string] };
