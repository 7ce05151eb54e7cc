import * as z from 'zod';
import { type Arguments, Existing } from './arguments.ts';
import type { Stage } from './open-stage.ts';

const goodsSchema = z.object({
  data: z.array(z.object({ id: z.int(), subs: z.array(z.object({ id: z.int() })) })),
});

// What was sold is looked up again after this many calls.
const LOOK_AGAIN = 20;

const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

/** What there is at a sandbox and in what was answered, by the field that names it. */
export async function existingThings({ sandbox, client }: Stage) {
  const subs = await specifications(client);
  let calls = 0;
  let things = look();
  const answered = { entry_id: new Set<string>(), idempotency_key: new Set<string>() };

  function look(): Readonly<Record<string, readonly unknown[]>> {
    const { storefront, supplier, cards } = sandbox.state();
    return {
      goods_id: upTo(60),
      item_id: upTo(20),
      sku_id: Object.keys(supplier.stock).map(Number),
      order_sn: storefront.orders.map(({ order_sn }) => order_sn),
      trade_no: supplier.trades.map(({ trade_no }) => trade_no),
      code: cards.cards.map(({ code }) => code),
    };
  }

  function resolve(value: unknown, good: unknown): unknown {
    if (!(value instanceof Existing)) return value;
    const { kind, at } = value;
    const known =
      kind === 'entry_id' || kind === 'idempotency_key'
        ? [...answered[kind]]
        : ((kind === 'sub_id' ? subs.get(good) : things[kind]) ?? []);
    // Where there is nothing yet, it is the name of nothing.
    return known[at % known.length] ?? `none-${at}`;
  }

  return {
    /** The arguments with what they name in it. */
    in(args: Arguments): Arguments {
      const good = resolve(args.goods_id, null);
      const fields = Object.entries(args).map(([name, value]) => [
        name,
        { value: resolve(value, good), enumerable: true },
      ]);
      return Object.defineProperties({}, Object.fromEntries(fields));
    },
    /** Remembers a call's key, and the entry that was answered. */
    learn({ idempotency_key: key }: Arguments, answer: unknown): void {
      const { entry_id: entryId, error } = Object(answer);
      const id = entryId ?? error?.entry_id;
      if (typeof id === 'string') answered.entry_id.add(id);
      if (typeof key === 'string') answered.idempotency_key.add(key);
      calls += 1;
      if (calls % LOOK_AGAIN === 0) things = look();
    },
  };
}

/** The numbers of each good's specifications. */
async function specifications(client: Stage['client']): Promise<ReadonlyMap<unknown, readonly unknown[]>> {
  const { structuredContent } = await client.callTool({ name: 'list_goods', arguments: { per_page: 100 } });
  const { data } = goodsSchema.parse(structuredContent);
  return new Map(data.map(({ id, subs }) => [id, subs.map((sub) => sub.id)]));
}
