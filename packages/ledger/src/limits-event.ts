import type { Kysely } from 'kysely';
import type { Limits } from './budget.ts';
import { appendEvent } from './events.ts';
import type { LedgerSchema } from './schema.ts';

const SET = 'limits set';

/** Writes down under which limits entries are prepared from now on, where these are others than before. */
export async function recordLimits(
  trx: Kysely<LedgerSchema>,
  { maxOrderTotal = null, dailyBudget = null, dailyCards = null }: { [L in keyof Limits]: Limits[L] | null },
  nowMs: number,
): Promise<void> {
  const detail = { max_order_total: maxOrderTotal, daily_budget: dailyBudget, daily_cards: dailyCards };
  const last = await trx
    .selectFrom('events')
    .select('detail')
    .where('entry_id', 'is', null)
    .where('action', '=', SET)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  // A ledger begins without limits.
  const before =
    last?.detail ?? JSON.stringify({ max_order_total: null, daily_budget: null, daily_cards: null });
  if (before !== JSON.stringify(detail)) await appendEvent(trx, { atMs: nowMs, action: SET, detail });
}
