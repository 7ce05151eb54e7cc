import { describe, expect, it, vi } from 'vitest';
import { ABSENCE_PROVES_AFTER_MS, graceLeft, waitUntilItShows } from './grace.ts';
import { at, madeEntry, madeParts } from './testing/made-ledger.ts';
import { START, skipping } from './testing/open-shop.ts';

it('seeing nothing proves something after an hour, ten minutes and nine hours', () => {
  const minutes = Object.entries(ABSENCE_PROVES_AFTER_MS).map(([upstream, ms]) => [upstream, ms / 60_000]);
  expect(Object.fromEntries(minutes)).toEqual({ storefront: 60, cards: 10, supplier: 540 });
});

describe('the time until then', () => {
  it.each([
    ['when its answer was lost', { evidence: { answer_lost_at: at(-10) } }, 50_000],
    ['when it was sent, where nobody knows that', { sent_at: at(-20) }, 40_000],
    ['when it was written down, where it was not sent', { sent_at: null, created_at: at(-30) }, 30_000],
    ['when it was sent, of a time that cannot be read', { evidence: { answer_lost_at: 'then' } }, 60_000],
    ['then, also where it has passed', { sent_at: at(-70) }, -10_000],
  ])('counts from %s', (_, changes, left) => {
    expect(graceLeft(madeEntry(changes), 60_000, START)).toBe(left);
  });
});

describe('what was sent is looked for', () => {
  async function waits(sent: number, signal?: AbortSignal) {
    const timing = skipping();
    const sleep = vi.spyOn(timing, 'sleep');
    await waitUntilItShows(madeEntry({ sent_at: at(sent) }), madeParts({ parts: { timing } }), signal);
    return sleep.mock.calls;
  }

  it.each([
    [-2, 3_000],
    [-4, 1_000],
    [0, 5_000],
    [1, 5_000],
    [3_600, 5_000],
  ])('where it was sent %d s from now by the clock, in %d ms', async (sent, ms) => {
    expect(await waits(sent)).toEqual([[ms, undefined]]);
  });

  it.each([-5, -6, -3_600])('where it was sent %d s from now, at once', async (sent) => {
    expect(await waits(sent)).toEqual([]);
  });

  it('by the ledger’s clock, whatever this machine’s own says', async () => {
    const timing = { ...skipping(), now: () => START + 3_600_000 };
    const sleep = vi.spyOn(timing, 'sleep');
    await waitUntilItShows(madeEntry({ sent_at: at(-2) }), madeParts({ parts: { timing } }), undefined);
    expect(sleep.mock.calls).toEqual([[3_000, undefined]]);
  });

  it('for as long as the caller waits', async () => {
    await expect(waits(0, AbortSignal.abort())).rejects.toThrow(/abort/);
  });
});
