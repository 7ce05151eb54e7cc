import type { LedgerEntry } from '@kamikit/ledger';
import type { SandboxState } from '@kamikit/sandbox';
import type { DealTool } from './deals.ts';
import type { Seen } from './invariants.ts';
import type { MadeCall } from './play.ts';

/** One thing that was wished for, on both sides. */
export interface Tally {
  name: string;
  /** How often it happened at the upstream, and what was charged each time, in yuan. */
  happened: readonly Happened[];
  /** The keys under which it was wished for. */
  keys: ReadonlySet<string>;
  entries: readonly LedgerEntry[];
}

interface Happened {
  /** The upstream's number for it, where it has one. */
  reference: string | null;
  yuan: number;
}

/** How each tool's doings are known by the same name at the upstream and in the ledger. */
interface Naming {
  nameOf(request: LedgerEntry['request'], cards: ReadonlyMap<string, string>): string;
  happenedIn(state: SandboxState, name: string, cards: ReadonlyMap<string, string>): Happened[];
}

const NAMINGS: Readonly<Record<DealTool, Naming>> = {
  purchase: {
    nameOf: ({ goods_id, sub_id, quantity }) => `${goods_id}/${sub_id} × ${quantity}`,
    happenedIn: ({ storefront: { orders, charges } }, name) =>
      orders
        .filter((order) => `${order.goods_id}/${order.sub_id} × ${order.quantity}` === name)
        .flatMap(({ order_sn: reference }) =>
          charges
            .filter(({ order_sn }) => order_sn === reference)
            .map(({ amount }) => ({ reference, yuan: Number(amount) })),
        ),
  },
  supplier_trade: {
    nameOf: ({ sku_id, quantity }) => `${sku_id} × ${quantity}`,
    happenedIn: ({ supplier: { trades, charges } }, name) =>
      trades
        .filter(({ sku_id, quantity }) => `${sku_id} × ${quantity}` === name)
        .flatMap(({ item_trade_no: reference }) =>
          charges
            .filter(({ item_trade_no }) => item_trade_no === reference)
            .map(({ amount }) => ({ reference, yuan: Number(amount) })),
        ),
  },
  use_card: {
    nameOf: ({ code }, cards) => nameOfCard(code, cards),
    happenedIn: ({ cards: { uses } }, name, cards) =>
      uses.filter(({ code }) => code === cards.get(name)).map(free),
  },
  recharge_card: {
    nameOf: ({ code }, cards) => nameOfCard(code, cards),
    happenedIn: ({ cards: { recharges } }, name, cards) =>
      recharges.filter(({ code }) => code === cards.get(name)).map(free),
  },
  generate_cards: {
    nameOf: ({ remark }) => String(remark),
    // A mark of our own may stand behind the remark.
    happenedIn: ({ cards: { generated } }, name) =>
      generated.filter(({ remark }) => remark.includes(name)).map(free),
  },
};

function free(): Happened {
  return { reference: null, yuan: 0 };
}

function nameOfCard(code: unknown, cards: ReadonlyMap<string, string>): string {
  return [...cards].find(([, known]) => known === code)?.[0] ?? String(code);
}

/** Everything that was wished for, in the order of its first call. */
export function talliesOf({ state, entries, cards }: Seen, calls: readonly MadeCall[]): Tally[] {
  const deals = calls.flatMap(({ deal }) => deal ?? []);
  return [...Map.groupBy(deals, ({ tool, name }) => `${tool} ${name}`)].flatMap(([title, wished]) => {
    const [first] = wished;
    if (first === undefined) return [];
    const { tool, name } = first;
    const { nameOf, happenedIn } = NAMINGS[tool];
    return {
      name: title,
      happened: happenedIn(state, name, cards),
      keys: new Set(wished.map(({ key }) => key)),
      entries: entries.filter(({ kind, request }) => kind === tool && nameOf(request, cards) === name),
    };
  });
}

/** What an entry was really charged, in yuan; what it counts where that cannot be told apart. */
export function chargedTo({ reference, amount }: LedgerEntry, { happened }: Tally): number {
  return happened.find((each) => each.reference === reference)?.yuan ?? Number(amount ?? 0);
}
