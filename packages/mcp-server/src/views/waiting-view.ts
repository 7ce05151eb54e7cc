import type { LedgerEntry } from '@kamikit/ledger';
import { quoteOf } from '@kamikit/spending';
import * as z from 'zod';
import type { Showing } from './reveal.ts';

/** What an order or a trade adds that its owner has to allow, or has allowed beforehand; money in yuan. */
export const waitingView = {
  unit_price: z.string().nullable().optional(),
  total: z.string().nullable().optional(),
  quote_until: z.string().nullable().optional(),
  /** That by which the owner allowed it beforehand. */
  mandate: z.string().optional(),
};

type WaitingView = z.input<z.ZodObject<typeof waitingView>>;

type Waiting = WaitingView & { state: 'awaiting_approval'; quantity: number | null; next: string };

/** What its owner is asked, until when, and where; nothing but its mandate where nobody is asked any more. */
export function viewWaiting(entry: LedgerEntry, showing: Showing): Waiting | Pick<WaitingView, 'mandate'> {
  const { state, goods, amount, quote_until, mandate } = entry;
  if (state !== 'awaiting_approval') return mandate === null ? {} : { mandate };
  const quote = quoteOf(entry);
  return {
    ...{ state, quantity: goods?.quantity ?? null, total: amount, quote_until },
    unit_price: quote !== null && 'unit_price' in quote ? quote.unit_price : null,
    next: showing.say.awaitingOwner(whereToApprove(entry, showing)),
  };
}

/** Where the owner decides: on the page where one runs, never by its token; by a command otherwise. */
export function whereToApprove(
  { id, quote_until }: Pick<LedgerEntry, 'id' | 'quote_until'>,
  { page }: Pick<Showing, 'page'>,
): { page: string | null; entryId: string; until: string | null } {
  const runsAt = page?.() ?? null;
  const approvals = runsAt === null ? null : new URL('#approvals', runsAt).href;
  return { page: approvals, entryId: id, until: quote_until };
}
