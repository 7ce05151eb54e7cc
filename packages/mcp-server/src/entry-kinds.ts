import type { Finding, LedgerEntry } from '@kamikit/ledger';
import {
  deliveredCodes,
  reconcileGenerateEntry,
  reconcileRechargeEntry,
  reconcileUseEntry,
} from './card-entries.ts';
import type { Services } from './services.ts';
import { deliveredCards } from './storefront-order.ts';
import { reconcilePurchase } from './storefront-reconcile.ts';
import { deliveredContents, reconcileTrade } from './supplier-trade.ts';

/** What one kind of entry brings along; the ledger itself knows none of them. */
export interface EntryKind {
  /** Finds out at the upstream what became of an open entry; changes nothing there. */
  reconcile(entry: LedgerEntry, services: Services, signal: AbortSignal): Promise<Finding>;
  /** Whether the upstream tells all about an entry whose reference is known, so that it can be settled by itself. */
  settlesByReference: boolean;
  /** What was delivered, as it came; null when nothing was. */
  delivered(entry: LedgerEntry): string | null;
}

/** Every kind, by the name of its tool. */
export const entryKinds: Readonly<Record<string, EntryKind>> = {
  purchase: { reconcile: reconcilePurchase, delivered: deliveredCards, settlesByReference: true },
  use_card: { reconcile: reconcileUseEntry, delivered: () => null, settlesByReference: false },
  recharge_card: { reconcile: reconcileRechargeEntry, delivered: () => null, settlesByReference: false },
  supplier_trade: { reconcile: reconcileTrade, delivered: deliveredContents, settlesByReference: true },
  generate_cards: { reconcile: reconcileGenerateEntry, delivered: deliveredCodes, settlesByReference: false },
};
