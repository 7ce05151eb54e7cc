import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { asked, clocked, MINUTE_MS } from './testing/clocked.ts';
import { delivered, refusal, upstream } from './testing/scratch.ts';
import { buy, stateOf, TEN } from './testing/under-mandates.ts';

const DAY_MS = 24 * 60 * MINUTE_MS;

describe('a mandate', () => {
  it('is used by what was charged above the quote, too', async () => {
    const { ledger } = await clocked();
    await ledger.addMandate({ per_day: parseMoney(10) }, 'page');
    await buy(ledger, {}, upstream({ ...delivered, charged: parseMoney(8) }));
    await ledger.liftSuspensions();
    expect(await ledger.mandates()).toMatchObject([{ used_today: '8' }]);
    expect(await stateOf(ledger)).toBe('awaiting_approval');
  });

  it.each([
    ['is refused', refusal(), '0', 0],
    ['is lost', undefined, '3', 1],
  ])('is used by what is sent, whatever becomes of it; not by what %s', async (_, answer, used, uses) => {
    const { ledger } = await clocked();
    await ledger.addMandate(TEN, 'page');
    await buy(ledger, {}, upstream(answer ?? { state: 'unknown' })).catch(() => {});
    expect(await ledger.mandates()).toMatchObject([{ used_today: used, uses }]);
  });

  it('is free again of what the account shows to have come back', async () => {
    const { ledger } = await clocked();
    await ledger.addMandate({ per_day: parseMoney(3) }, 'page');
    const { id } = await buy(ledger, {}, upstream({ state: 'refunded' }));
    expect(await stateOf(ledger)).toBe('awaiting_approval');
    await ledger.settle(id, { state: 'refunded', isRefundShown: true });
    expect(await stateOf(ledger)).toBe('completed');
  });

  it('gives way to another one that has room', async () => {
    const { ledger } = await clocked();
    const first = await ledger.addMandate({ per_day: parseMoney(3) }, 'page');
    const second = await ledger.addMandate({ per_day: parseMoney(3) }, 'page');
    const used = [(await buy(ledger)).mandate, (await buy(ledger)).mandate, (await buy(ledger)).mandate];
    expect(used).toEqual([first.id, second.id, null]);
  });

  it('tells what it was used for when it is revoked, and when the clock was set back, too', async () => {
    const { ledger, clock } = await clocked();
    const { id } = await ledger.addMandate({ per_week: parseMoney(20) }, 'page');
    await buy(ledger);
    clock.ms += DAY_MS;
    await buy(ledger, { amount: parseMoney(4) });
    expect(await ledger.mandates()).toMatchObject([{ used_today: '4', used_this_week: '7' }]);
    clock.ms -= DAY_MS;
    const used = { used_today: '3', used_this_week: '7' };
    expect(await ledger.mandates()).toMatchObject([used]);
    await ledger.revokeMandate(id, 'page');
    expect(await ledger.mandates({ all: true })).toMatchObject([{ ...used, uses: 2 }]);
  });

  it('tells of its last week alone, and of no earlier one, once it is revoked', async () => {
    const { ledger, clock } = await clocked();
    const { id } = await ledger.addMandate({ per_week: parseMoney(20) }, 'page');
    clock.ms = Date.parse('2026-11-22T12:00:00+08:00');
    await buy(ledger);
    clock.ms += DAY_MS;
    await buy(ledger, { amount: parseMoney(4) });
    await ledger.revokeMandate(id, 'page');
    expect(await ledger.mandates({ all: true })).toMatchObject([
      { used_today: '4', used_this_week: '4', uses: 2 },
    ]);
  });

  it('is given back in its own week alone what turns out not to have happened', async () => {
    const { ledger, clock } = await clocked();
    await ledger.addMandate({ per_week: parseMoney(20) }, 'page');
    const { entry } = await ledger.prepare(asked());
    await ledger.markSent(entry.id);
    clock.ms += 3 * DAY_MS;
    await buy(ledger);
    await ledger.settle(entry.id, { state: 'refused' });
    expect(await ledger.mandates()).toMatchObject([{ used_today: '3', used_this_week: '3' }]);
  });

  it('that has no room by midnight leaves its place to another, which counts the use', async () => {
    const { ledger, clock } = await clocked();
    await ledger.addMandate({ per_day: parseMoney(3) }, 'page');
    await ledger.addMandate({ per_week: parseMoney(3) }, 'page');
    clock.ms = Date.parse('2026-11-20T23:59:59.999+08:00');
    const { entry } = await ledger.prepare(asked());
    clock.ms += 1;
    expect(await stateOf(ledger)).toBe('completed');
    await ledger.markSent(entry.id);
    expect(await ledger.mandates()).toMatchObject([
      { used_today: '3', used_this_week: '3' },
      { used_today: '3', used_this_week: '3' },
    ]);
    expect(await stateOf(ledger)).toBe('awaiting_approval');
  });

  it('goes on with what it was used for once the history was accepted', async () => {
    const { ledger, clock } = await clocked();
    await ledger.addMandate({ per_week: parseMoney(6) }, 'page');
    await buy(ledger);
    clock.ms += DAY_MS;
    await buy(ledger);
    await ledger.acceptHistory();
    expect(await ledger.mandates()).toMatchObject([{ used_today: '3', used_this_week: '6' }]);
    expect(await stateOf(ledger)).toBe('awaiting_approval');
  });

  it('that was used right before midnight counts for the day on which it left', async () => {
    const { ledger, clock } = await clocked();
    await ledger.addMandate({ per_day: parseMoney(3), per_week: parseMoney(3) }, 'page');
    clock.ms = Date.parse('2026-11-20T23:59:59.999+08:00');
    const early = await ledger.prepare(asked({ idempotencyKey: 'early' }));
    clock.ms += 1;
    await ledger.markSent(early.entry.id);
    expect(await ledger.mandates()).toMatchObject([{ used_today: '3', used_this_week: '3' }]);
    expect(await stateOf(ledger)).toBe('awaiting_approval');
  });

  it('whose new day is used up by then keeps it from leaving, and the key free', async () => {
    const { ledger, clock } = await clocked();
    await ledger.addMandate({ per_day: parseMoney(3) }, 'page');
    clock.ms = Date.parse('2026-11-20T23:59:59.999+08:00');
    const early = await ledger.prepare(asked({ idempotencyKey: 'early' }));
    clock.ms += 1;
    expect(await stateOf(ledger)).toBe('completed');
    await expect(ledger.markSent(early.entry.id)).rejects.toMatchObject({
      ...{ code: 'declined', neverSent: true, retryable: true },
    });
  });
});
