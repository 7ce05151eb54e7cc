import { randomUUID } from 'node:crypto';
import { openLedger } from '@kamikit/ledger';
import { type Config, integrityOf, ledgerPath } from '@kamikit/mcp-server';
import { createSpender, type Spender, type SpendOptions, wishSchemas } from '@kamikit/spending';
import { Agent } from 'undici';
import { z } from 'zod';
import { type Connections, openClients } from '../interactions/connections.ts';
import type { Exchange, ExchangeRequest } from '../interactions/fixture.ts';
import { type CallName, type Clients, operations } from '../interactions/operations.ts';
import { isOf } from '../interactions/own-replies.ts';
import type { LiveCall } from '../live/call-live.ts';
import { capture } from '../live/capture.ts';

/** How an operation that changes something is carried out: through what guards it. */
interface Guarded {
  /** Returns the ledger's entry; null where there is none. */
  run(
    wish: object,
    spender: Spender,
    options: SpendOptions,
    clients: Clients,
  ): Promise<{ id: string } | null>;
  /** What the client was called with, judging by what it sent. */
  inputOf(request: ExchangeRequest): Record<string, unknown>;
}

const orderSchema = z.object({ goods_id: z.int(), sub_id: z.int(), quantity: z.int() });

const purchaseIn = (mode: 'sync' | 'async'): Guarded => ({
  // The mode makes it this operation, whatever the user gives.
  run: (wish, spender, options) => spender.purchase(wishSchemas.purchase.parse({ ...wish, mode }), options),
  inputOf: ({ json }) => orderSchema.parse(json),
});

/** Everything that is not a read. */
const guarded: Partial<Record<CallName, Guarded>> = {
  'storefront/purchase': purchaseIn('sync'),
  'storefront/purchase_async': purchaseIn('async'),
  'cards/use': {
    run: (wish, spender, options) => spender.use(wishSchemas.use_card.parse(wish), options),
    inputOf: ({ form }) => ({ code: form?.code }),
  },
  'cards/delete': {
    async run(wish, _spender, _options, { cards }) {
      await cards.delete(z.strictObject({ code: z.string() }).parse(wish).code);
      return null;
    },
    inputOf: ({ form }) => ({ code: form?.code }),
  },
  'cards/recharge': {
    run: (wish, spender, options) => spender.recharge(wishSchemas.recharge_card.parse(wish), options),
    inputOf: ({ form }) => ({ code: form?.code, amount: Number(form?.amount) }),
  },
  'cards/generate': {
    run: (wish, spender, options) => spender.issue(wishSchemas.generate_cards.parse(wish), options),
    inputOf: ({ form = {} }) => generatedBy(form),
  },
  'supplier/trade': {
    run: (wish, spender, options) => spender.trade(wishSchemas.supplier_trade.parse(wish), options),
    inputOf: ({ form = {} }) => tradedBy(form),
  },
};

/** What was sent and answered, and the ledger's entry for it. */
export interface SpendCall extends LiveCall {
  exchanges: Exchange[];
  entryId: string | null;
}

export function changesSomething(operation: CallName): boolean {
  return guarded[operation] !== undefined;
}

/**
 * Carries out what changes something, once: the price limit, the budgets and the ledger apply, and whatever is delivered is
 * kept there. `input` is the wish.
 *
 * @throws {Error} when nothing was sent, with the reason.
 */
export async function spend(
  { operation, input }: LiveCall,
  connections: Connections,
  { readOnly, ...config }: Config,
): Promise<SpendCall> {
  const guard = guarded[operation];
  if (guard === undefined) throw new TypeError(`${operation} is a read`);
  if (readOnly)
    throw new Error(
      `${operation} changes something, but KAMIKIT_READ_ONLY is set, so only reads are allowed`,
    );
  const { upstream, endpoint } = operations[operation];
  const exchanges: Exchange[] = [];
  const agent = new Agent();
  const dispatcher = capture(agent, connections[upstream].url, (exchange) => exchanges.push(exchange));
  const clients = openClients(connections, () => dispatcher);
  const ledger = await openLedger({
    path: ledgerPath(config),
    integrity: integrityOf(config),
    maxOrderTotal: config.maxOrderTotal ?? undefined,
    dailyBudget: config.dailyBudget ?? undefined,
  });
  try {
    const spender = createSpender({ ledger, ...clients, notifyUrl: config.supplier?.notifyUrl ?? null });
    const options = { idempotencyKey: `record-${randomUUID()}` };
    // A failure after sending is recorded like any other answer.
    const done = guard.run(input, spender, options, clients);
    const reason = await done.then(
      () => null,
      (error: unknown) => error,
    );
    const sent = exchanges.find(({ request }) => isOf(endpoint, request));
    if (sent === undefined)
      throw new Error(`${operation}: nothing was sent: ${told(reason)}`, { cause: reason });
    const entryId = reason === null ? ((await done)?.id ?? null) : null;
    const own = exchanges.filter(({ request }) => isOf(endpoint, request) || isAbout(sent, request));
    return { operation, input: guard.inputOf(sent.request), exchanges: own, entryId };
  } finally {
    await ledger.close();
    await agent.destroy();
  }
}

function told(reason: unknown): string {
  if (reason instanceof z.ZodError) return z.prettifyError(reason);
  return reason instanceof Error ? reason.message : String(reason);
}

/** Whether a request queries the trade that another one made. */
function isAbout({ request: { form } }: Exchange, asked: ExchangeRequest): boolean {
  return form?.trade_no !== undefined && asked.form?.trade_no === form.trade_no;
}

/** On the wire `duration` is hours or days, uses, or points (cards facts, overloaded names). */
function generatedBy({
  card_type,
  duration,
  duration_unit,
  total_uses,
  count,
  remark,
}: Record<string, string>) {
  const amount = Number(duration);
  const batch = { ...(count && { count: Number(count) }), ...(remark && { remark }) };
  if (card_type === 'time') return { card_type, duration: amount, duration_unit, ...batch };
  if (card_type === 'count') return { card_type, uses: amount, ...batch };
  return { card_type, points: amount, points_per_use: Number(total_uses), ...batch };
}

function tradedBy({ sku_id, quantity, trade_no = '', async_url, ...fields }: Record<string, string>) {
  const base = async_url?.slice(0, -trade_no.length);
  return {
    ...fields,
    sku_id: Number(sku_id),
    quantity: Number(quantity),
    trade_no,
    ...(base && { async_url: base }),
  };
}
