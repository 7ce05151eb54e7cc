import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '@kamikit/mcp-server/src/config.ts';
import { createRuntime } from '@kamikit/mcp-server/src/runtime.ts';
import { Agent } from 'undici';
import { z } from 'zod';
import type { Connections } from '../interactions/connections.ts';
import type { Exchange, ExchangeRequest } from '../interactions/fixture.ts';
import { type CallName, operations } from '../interactions/operations.ts';
import { isOf } from '../interactions/own-replies.ts';
import type { LiveCall } from '../live/call-live.ts';
import { capture } from '../live/capture.ts';

/** How an operation that changes something is asked for: through the tool that guards it. */
interface ThroughTool {
  tool: string;
  /** Added where the user does not give it. */
  args: () => object;
  /** What makes it this operation, whatever the user gives. */
  fixed?: object;
  /** What the client was called with, by what it sent. */
  inputOf(request: ExchangeRequest): Record<string, unknown>;
}

const withKey = () => ({ idempotency_key: `record-${randomUUID()}` });

const wishSchema = z.object({ goods_id: z.int(), sub_id: z.int(), quantity: z.int() });

/** Everything that is no read. */
const throughTools: Partial<Record<CallName, ThroughTool>> = {
  'storefront/purchase': {
    tool: 'purchase',
    args: withKey,
    fixed: { mode: 'sync' },
    inputOf: ({ json }) => wishSchema.parse(json),
  },
  'storefront/purchase_async': {
    tool: 'purchase',
    args: withKey,
    fixed: { mode: 'async' },
    inputOf: ({ json }) => wishSchema.parse(json),
  },
  'cards/use': { tool: 'use_card', args: withKey, inputOf: ({ form }) => ({ code: form?.code }) },
  'cards/delete': { tool: 'delete_card', args: () => ({}), inputOf: ({ form }) => ({ code: form?.code }) },
  'cards/recharge': {
    tool: 'recharge_card',
    args: withKey,
    inputOf: ({ form }) => ({ code: form?.code, amount: Number(form?.amount) }),
  },
  'cards/generate': { tool: 'generate_cards', args: withKey, inputOf: ({ form = {} }) => generatedBy(form) },
  'supplier/trade': { tool: 'supplier_trade', args: withKey, inputOf: ({ form = {} }) => tradedBy(form) },
};

/** What was sent and answered, and the ledger's entry for it. */
export interface ToolCall extends LiveCall {
  exchanges: Exchange[];
  entryId: string | null;
}

export function goesThroughTool(operation: CallName): boolean {
  return throughTools[operation] !== undefined;
}

/**
 * Asks for an operation as an assistant would: the price limit, the budgets and the ledger hold, and whatever is
 * delivered is kept there. `args` are the tool's own.
 *
 * @throws {Error} when nothing was sent, with the tool's own words.
 */
export async function callTool(
  { operation, input: args }: LiveCall,
  connections: Connections,
  config: Config,
): Promise<ToolCall> {
  const through = throughTools[operation];
  if (through === undefined) throw new TypeError(`${operation} is a read`);
  const { upstream, endpoint } = operations[operation];
  const exchanges: Exchange[] = [];
  const agent = new Agent();
  const dispatcher = capture(agent, connections[upstream].url, (exchange) => exchanges.push(exchange));
  const runtime = createRuntime(pointedAt(connections, config), () => {}, {
    ...{ dispatcher, retry: { attempts: 1 } }, // as a replay reads
  });
  try {
    const { signal } = new AbortController();
    const host = { signal, progress: () => {}, ask: async () => 'cannot_ask' as const };
    const { answer } = await runtime.call(
      through.tool,
      { ...through.args(), ...args, ...through.fixed },
      host,
    );
    const sent = exchanges.find(({ request }) => isOf(endpoint, request));
    const { error, entry_id: entryId = null } = z
      .looseObject({ error: z.object({ message: z.string() }).optional(), entry_id: z.string().nullish() })
      .parse(answer);
    if (sent === undefined) {
      const where = entryId === null ? '' : `; entry ${entryId} of the ledger holds what there is`;
      throw new Error(`${operation}: nothing was sent: ${error?.message ?? 'it was done before'}${where}`);
    }
    const own = exchanges.filter(({ request }) => isOf(endpoint, request) || isAbout(sent, request));
    return { operation, input: through.inputOf(sent.request), exchanges: own, entryId };
  } finally {
    await runtime.close();
    await agent.destroy();
  }
}

/** Whether a request asks for the trade that another one made. */
function isAbout({ request: { form } }: Exchange, asked: ExchangeRequest): boolean {
  return form?.trade_no !== undefined && asked.form?.trade_no === form.trade_no;
}

/** The configuration of a server at these upstreams; a sandbox has a ledger of its own. */
function pointedAt({ storefront, cards, supplier }: Connections, config: Config): Config {
  const { dataDir, sandbox } = config;
  return {
    ...config,
    ...{ storefront, cards, supplier: { ...supplier, notifyUrl: config.supplier?.notifyUrl ?? null } },
    ...{ sandbox: false, dataDir: sandbox ? join(dataDir, 'sandbox') : dataDir },
  };
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
