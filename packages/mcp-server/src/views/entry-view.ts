import type { LedgerEntry } from '@kamikit/ledger';
import { deliveredBy } from '@kamikit/spending';
import * as z from 'zod';
import { cleanText, LONGEST_NUMBER } from './clean-text.ts';
import { overchargeWarning } from './overcharge.ts';
import { type Reveal, revealCards } from './reveal.ts';

/** A ledger entry as a model sees it; money in yuan. */
export const entryView = z.object({
  /** That more was charged than agreed. */
  warning: z.string().optional(),
  entry_id: z.string(),
  kind: z.string(),
  state: z.string(),
  amount: z.string().nullable(),
  reference: z.string().nullable(),
  idempotency_key: z.string(),
  created_at: z.string(),
  cards: z.string().nullable(),
  advice: z.string().nullable(),
});

export function viewLedgerEntry(entry: LedgerEntry, reveal: Reveal): z.input<typeof entryView> {
  const { id, kind, state, damaged, idempotency_key, created_at, advice } = entry;
  return {
    ...overchargeWarning(entry),
    ...{ entry_id: id, kind, state: damaged ? 'damaged' : state, amount: entry.charged ?? entry.amount },
    reference: cleanText(entry.reference, LONGEST_NUMBER),
    ...{ idempotency_key, created_at },
    advice: damaged ? `The ledger’s file was changed: its ${damaged.join(', ')} cannot be read.` : advice,
    cards: revealCards(deliveredBy(entry), id, reveal),
  };
}
