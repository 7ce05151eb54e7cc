import type { LedgerEntry } from '@kamikit/ledger';
import { deliveredBy, hasCardForReference } from '@kamikit/spending';
import * as z from 'zod';
import { boughtView, viewBought } from './bought-view.ts';
import { cleanText, LONGEST_NUMBER } from './clean-text.ts';
import { viewMarks } from './marks-view.ts';
import { overchargeWarning } from './overcharge.ts';
import { hideCards, type Reveal, revealCards, type Showing, sealCode } from './reveal.ts';
import { whereToApprove } from './waiting-view.ts';

/** A ledger entry as a model sees it; money in yuan. */
export const entryView = z.object({
  /** That more was charged than agreed. */
  warning: z.string().optional(),
  entry_id: z.string(),
  kind: z.string(),
  state: z.string(),
  /** What counts against the budgets. */
  amount: z.string().nullable(),
  charged: z.string().nullable(),
  reference: z.string().nullable(),
  ...boughtView.shape,
  idempotency_key: z.string(),
  created_at: z.string(),
  cards: z.string().nullable(),
  /** Which of the cards nobody has marked as used, by their numbers: "1-3, 7", or "none". */
  unused: z.string().optional(),
  advice: z.string().nullable(),
  /** Until when its owner can allow it; only while that is awaited. */
  quote_until: z.string().optional(),
  /** Who approved or declined it. */
  decided_by: z.string().optional(),
  /** That by which its owner allowed it beforehand. */
  mandate: z.string().optional(),
  /** Who wished for it, where several people use the ledger. */
  person: z.string().optional(),
});

export function viewLedgerEntry(entry: LedgerEntry, showing: Showing): z.input<typeof entryView> {
  const { reveal, say } = showing;
  const { id, kind, state, damaged, created_at } = entry;
  const { unused } = viewMarks(entry);
  return {
    ...overchargeWarning(entry, say),
    ...{ entry_id: id, kind, state: damaged ? 'damaged' : state, amount: entry.amount },
    charged: entry.charged,
    reference: viewReference(entry, reveal),
    ...viewBought(entry, reveal),
    ...{ idempotency_key: viewKey(entry, reveal), created_at },
    advice: damaged ? say.damaged({ fields: damaged }) : adviceAbout(entry, showing),
    cards: revealCards(deliveredBy(entry), id, showing),
    ...(unused !== null && { unused }),
    ...ownersWord(entry),
    ...(entry.person !== null && { person: entry.person }),
  };
}

function adviceAbout(entry: LedgerEntry, showing: Showing): string | null {
  const { state, advice } = entry;
  if (state === 'awaiting_approval') return showing.say.awaitingOwner(whereToApprove(entry, showing));
  return advice && showing.say.advice(state, { said: advice });
}

function ownersWord({ state, quote_until, decided_by, mandate }: LedgerEntry) {
  return {
    ...(state === 'awaiting_approval' && quote_until !== null && { quote_until }),
    ...(decided_by !== null && { decided_by }),
    ...(mandate !== null && { mandate }),
  };
}

function viewReference(entry: LedgerEntry, reveal: Reveal): string | null {
  const shown = cleanText(hideCards(entry.reference, deliveredBy(entry), reveal), LONGEST_NUMBER);
  return shown !== null && hasCardForReference(entry.kind) ? sealCode(shown, reveal) : shown;
}

/** Models name keys after what they are for. */
function viewKey({ idempotency_key, request: { code, fields } }: LedgerEntry, reveal: Reveal): string {
  const secrets = [code, ...Object.values(Object(fields))].join('\n');
  return hideCards(idempotency_key, secrets, reveal) ?? idempotency_key;
}
