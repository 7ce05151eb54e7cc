import { parseMoney, UPSTREAMS } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';
import * as z from 'zod';
import { isKind, type Kind } from './kinds.ts';

const text = z.string().nullable();
const money = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .transform(parseMoney);

const common = {
  upstream: z.enum(UPSTREAMS),
  /** Identifies the account. */
  account: z.string(),
  /** What the limits left on that day, before this. */
  budget: z.looseObject({
    day: z.string(),
    daily_budget: money.nullable(),
    left_today: money.nullable(),
    cards_left_today: z.int().nullable(),
  }),
};

const priced = {
  ...common,
  name: text,
  specification: text,
  quantity: z.int(),
  unit_price: money.nullable(),
  total: money,
  balance: money.nullable(),
  fields: z.record(z.string(), z.string()).optional(),
};

const asked = {
  purchase: z.object({ kind: z.literal('purchase'), ...priced }),
  supplier_trade: z.object({ kind: z.literal('supplier_trade'), ...priced }),
  use_card: z.object({ kind: z.literal('use_card'), ...common, code: z.string(), card: z.unknown() }),
  recharge_card: z.object({
    kind: z.literal('recharge_card'),
    ...{ ...common, code: z.string(), amount: z.int(), card: z.unknown() },
  }),
  delete_card: z.object({ kind: z.literal('delete_card'), ...common, code: z.string(), card: z.unknown() }),
  generate_cards: z.object({ kind: z.literal('generate_cards'), ...common, cards: z.looseObject({}) }),
} satisfies { [K in Kind]: z.ZodType<{ kind: K }> };

/** What the owner is asked about, as the entry keeps it: names are the shop's own words, untrusted; money in yuan. */
export type AskedQuote = z.output<(typeof asked)[Kind]>;

/** Null for an entry about which nobody had to be asked. */
export function quoteOf({ kind, quote }: Pick<LedgerEntry, 'kind' | 'quote'>): AskedQuote | null {
  return isKind(kind) ? (asked[kind].safeParse(quote).data ?? null) : null;
}
