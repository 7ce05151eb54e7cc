import { parseMoney } from '@kamikit/core';
import { expect, it } from 'vitest';
import { openLedger } from './index.ts';
import type { LedgerSettings } from './ledger.ts';
import { delivered, scratchFolder, upstream, wish } from './testing/scratch.ts';

it.each<LedgerSettings>([
  { dailyBudget: parseMoney('-0.01') },
  { maxOrderTotal: parseMoney('-0.01') },
  { dailyCards: -1 },
  { dailyCards: 1.5 },
  { leaseMs: -1 },
  { busyTimeoutMs: -1 },
  { busyTimeoutMs: Number.NaN },
  { busyTimeoutMs: Number.POSITIVE_INFINITY },
])('a ledger is not opened with a limit that makes no sense: %o', async (limit) => {
  const opened = openLedger({ path: `${scratchFolder()}/ledger.db`, ...limit });
  await expect(opened).rejects.toThrow(Object.keys(limit)[0]);
});

it('limits of nothing are limits: nobody else is waited for', async () => {
  const path = `${scratchFolder()}/ledger.db`;
  const none = { dailyBudget: parseMoney(0), maxOrderTotal: parseMoney(0), dailyCards: 0 };
  const ledger = await openLedger({ path, busyTimeoutMs: 0, ...none });
  const bought = ledger.execute(wish(), upstream(delivered).send);
  await expect(bought).rejects.toMatchObject({ code: 'over_budget' });
  await ledger.close();
});
