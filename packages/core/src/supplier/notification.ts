import { parseForm, verifyForm } from '@kamikit/signing';
import * as z from 'zod';
import { type ErrorCode, KamikitError } from '../errors.ts';
import { type Trade, tradeNoInput, tradeSchema } from './trade.ts';

export interface SignedNotification {
  /** The form as it arrived, byte for byte. */
  body: string | Uint8Array;
  /** The header `Api-Signature`. */
  signature: string | null | undefined;
  /** The buyer's own API key. */
  secret: string;
}

/** What a shop says about one of our trades: `item_trade_no` is ours, and `status` is present. */
export type TradeNotification = Trade & { item_trade_no: string; status: number };

const required = z.looseObject({ item_trade_no: tradeNoInput, status: z.number() });

/**
 * Reads a shop's notification about a trade. Even a genuine one can be a repetition: ask the shop before acting on anything of value.
 *
 * @throws {KamikitError} `signature_rejected` when it is not signed with the secret, `malformed_response` when it is
 * signed but not as documented.
 */
export function verifyNotification({ body, signature, secret }: SignedNotification): TradeNotification {
  if (!verifyForm(body, secret, signature ?? undefined))
    throw rejected('signature_rejected', 'its signature does not match');
  const fields = Object.fromEntries(parseForm(body).map(({ name, value }) => [name, value]));
  const trade = tradeSchema.safeParse(fields);
  const checked = required.safeParse(trade.data);
  if (!trade.success || !checked.success)
    throw rejected('malformed_response', 'it is not as documented', trade.error ?? checked.error);
  const { item_trade_no, status } = checked.data;
  return { ...trade.data, item_trade_no, status };
}

function rejected(code: ErrorCode, what: string, cause?: unknown): KamikitError {
  return new KamikitError(`the supplier's notification was not accepted: ${what}`, {
    code,
    upstream: 'supplier',
    operation: 'supplier.notification',
    cause,
  });
}
