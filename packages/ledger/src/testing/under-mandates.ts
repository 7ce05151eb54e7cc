import { parseMoney } from '@kamikit/core';
import type { Ledger, Wish } from '../index.ts';
import { asked } from './clocked.ts';
import { delivered, upstream } from './scratch.ts';

/** The terms of a mandate for whatever costs ten yuan at most. */
export const TEN = { max_order: parseMoney(10) };

let count = 0;

/** What becomes of another wish: sent by a mandate, or left to the owner. */
export async function buy(ledger: Ledger, changes: Partial<Wish> = {}, shop = upstream(delivered)) {
  count += 1;
  const key = { idempotencyKey: `key-${count}` };
  return ledger.execute(asked({ ...key, ...changes }), shop.send);
}

export const stateOf = async (...args: Parameters<typeof buy>) => (await buy(...args)).state;
