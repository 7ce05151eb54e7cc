import { expect, it } from 'vitest';
import { openDealings } from './testing/open-dealings.ts';
import { openShop, PURCHASE } from './testing/open-shop.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

it.each([
  ['purchase', HOUR_MS],
  ['supplier_trade', 9 * HOUR_MS],
] as const)(
  'a machine whose own clock is a day ahead does not say too early that a lost %s did not happen',
  async (kind, provesAfterMs) => {
    const { ledger, lose, run, spenderWith, timing, pass } = await openDealings();
    lose(kind, 'reset_before');
    await expect(run[kind]({ idempotencyKey: 'lost' })).rejects.toMatchObject({ outcome: 'unknown' });
    const { id = '' } = { ...(await ledger.find(kind, 'lost')) };
    const ahead = spenderWith({ timing: { ...timing, now: () => timing.now() + DAY_MS } });
    expect(await ahead.reconcile(id)).toMatchObject({ state: 'unknown' });
    await pass(provesAfterMs);
    expect(await ahead.reconcile(id)).toMatchObject({ state: 'refused' });
  },
);

it.each([DAY_MS, -DAY_MS])(
  'the readings of a machine whose clock is wrong by %d ms are of the time by which others write down theirs',
  async (ms) => {
    const { spenderWith, timing } = await openShop();
    const wrong = spenderWith({ timing: { ...timing, now: () => timing.now() + ms } });
    const { created_at, evidence } = await wrong.purchase(PURCHASE, { idempotencyKey: 'k' });
    expect(evidence).toMatchObject({ read_at: created_at });
  },
);
