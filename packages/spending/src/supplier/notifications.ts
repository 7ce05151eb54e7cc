import { createNotificationHandler } from '@kamikit/core';
import type { LedgerEntry } from '@kamikit/ledger';
import { withChargeOnceSettled } from '../charge-shown.ts';
import type { Parts } from '../parts.ts';
import { supplierTrade } from './kinds.ts';
import { recordedProgress, settleTrade } from './settle.ts';

export interface NotificationOptions {
  /** The API key of our own account, with which the shop signs. */
  secret: string;
  /** Called with each entry that a notification updated. */
  onRecorded?: (entry: LedgerEntry) => void;
  /** Called with each entry that a notification could not update yet and that may still change, and when it will be due for `lookAgain`. */
  onUnconfirmed?: (entry: LedgerEntry, dueInMs: number) => void;
  /**
   * Called where the ledger cannot be told of a notification at all, as it is away: shops do not send it again, so call
   * `again` until it resolves.
   */
  onUnrecorded?: (tradeNo: string, again: () => Promise<void>) => void;
  /** Called for each notification whose signature is wrong. */
  onForged?: () => void;
}

// Shops notify in the middle of what they save, and do not know of it when they are asked at once (supplier facts, notification).
const LOOK_AFTER_MS = 5_000;

/** Brings a supplier's notifications into the ledger, as a function from `Request` to `Response`. Never throws. */
export function notificationHandler(
  { secret, onRecorded, onUnconfirmed, onUnrecorded, onForged }: NotificationOptions,
  parts: Parts,
): (request: Request) => Promise<Response> {
  const find = async (tradeNo: string) => (await parts.ledger()).findByReference('supplier_trade', tradeNo);
  return createNotificationHandler({
    secret,
    ...(onForged && { onForged }),
    async findOrder(tradeNo) {
      const entry = await find(tradeNo);
      return entry && { progress: recordedProgress(entry.state) };
    },
    async requery(tradeNo) {
      const trade = await (await parts.client('supplier')).findTrade(tradeNo);
      // A shop need not repeat the number that it was asked for.
      return trade && { ...trade, item_trade_no: tradeNo };
    },
    async onEvent(trade) {
      const entry = trade.item_trade_no === null ? null : await find(trade.item_trade_no);
      if (entry === null) throw new TypeError('a trade that the ledger does not hold');
      const told = await withChargeOnceSettled(supplierTrade, entry, settleTrade(trade), parts);
      const settled = await (await parts.ledger()).settle(entry.id, { ...told, isNotified: true });
      onRecorded?.(settled);
    },
    async onUnconfirmed(tradeNo) {
      async function bringForward(): Promise<void> {
        const entry = await find(tradeNo);
        const isDue = entry !== null && (await (await parts.ledger()).lookWithin(entry.id, LOOK_AFTER_MS));
        if (isDue) onUnconfirmed?.(entry, LOOK_AFTER_MS);
      }
      await bringForward().catch((error) => {
        onUnrecorded?.(tradeNo, bringForward);
        throw error;
      });
    },
  });
}
