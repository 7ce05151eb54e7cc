import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KamikitError, parseMoney } from '@kamikit/core';
import { onTestFinished } from 'vitest';
import { type Ledger, openLedger, type Settlement, type Wish } from '../index.ts';
import type { LedgerSettings } from '../ledger.ts';
import { placeAt } from './store.ts';

/** A folder that is gone after the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-ledger-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export type ScratchOptions = LedgerSettings & { path?: string };

/** A ledger that is closed after the test, of its own unless a path is given. */
export async function scratchLedger({ path, ...settings }: ScratchOptions = {}): Promise<Ledger> {
  const place = await placeAt(path ?? join(scratchFolder(), 'ledger.db'));
  const ledger = await openLedger({ ...place, ...settings });
  onTestFinished(() => ledger.close());
  return ledger;
}

/** A wish for three yuan under the key `k`. */
export function wish(changes: Partial<Wish> = {}): Wish {
  return { kind: 'purchase', idempotencyKey: 'k', request: { goods: 1 }, amount: parseMoney(3), ...changes };
}

/** An upstream that counts what reaches it and answers each order with the same settlement, or error. */
export function upstream(answer: Settlement | Error) {
  const orders: string[] = [];
  return {
    orders,
    async send(entry: { id: string }): Promise<Settlement> {
      orders.push(entry.id);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

export const delivered: Settlement = { state: 'completed', result: { cards: ['A-1'] } };

export function refusal(
  code: 'out_of_stock' | 'unreachable' | 'insufficient_balance' = 'out_of_stock',
): KamikitError {
  const neverSent = code === 'unreachable';
  return new KamikitError('库存不足', { code, outcome: 'not_committed', neverSent, upstream: 'storefront' });
}

export function lostReply(): KamikitError {
  return new KamikitError('no answer', { code: 'timeout', outcome: 'unknown', upstream: 'storefront' });
}
