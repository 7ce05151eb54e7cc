import { KamikitError, type Order, type StorefrontClient } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { severalFollower } from './follow-several.ts';
import { madeOrder, madeStorefront } from './testing/made-clients.ts';
import { madeParts } from './testing/made-ledger.ts';

const PENDING = madeOrder();
const DONE = madeOrder({ status: 4 });
const GONE = new KamikitError('no such order', { code: 'not_found' });

/** A shop that answers about each order in one way after the other, the last one for ever; gives the numbers it is asked for. */
function shopWith(told: Readonly<Record<string, ReadonlyArray<Order | Error>>>) {
  const asked: string[] = [];
  const waitForOrder: StorefrontClient['waitForOrder'] = async (number, options) => {
    expect(options).toMatchObject({ maxWaitMs: 0, signal: expect.any(AbortSignal) });
    const before = asked.filter((each) => each === number).length;
    asked.push(number);
    const answers = told[number] ?? [];
    const answer = answers[before] ?? answers.at(-1) ?? GONE;
    if (answer instanceof Error) throw answer;
    return { ...answer, order_sn: number };
  };
  return { asked, parts: madeParts({ parts: { storefront: madeStorefront({ waitForOrder }) } }) };
}

describe('several orders are asked about', () => {
  it('in rounds, each until it is finished, and told in the order of their numbers', async () => {
    const { asked, parts } = shopWith({ A: [DONE], B: [PENDING, PENDING, DONE], C: [PENDING, DONE] });
    const rounds: number[][] = [];
    const onPoll = (...told: [number, number]) => rounds.push(told);
    const answers = await severalFollower('purchase')(['C', 'B', 'A'], { onPoll }, parts);
    expect(asked).toEqual(['C', 'B', 'A', 'C', 'B', 'B']);
    expect(rounds).toEqual([
      [1, 0],
      [2, 500],
      [3, 1_300],
    ]);
    const numbers = ['C', 'B', 'A'];
    expect(answers).toMatchObject(
      numbers.map((reference) => ({
        ...{ status: 'fulfilled', value: { settlement: { state: 'completed', reference } } },
      })),
    );
  });

  it('once where there is no time', async () => {
    const { asked, parts } = shopWith({ A: [PENDING], B: [DONE] });
    const answers = await severalFollower('purchase')(['A', 'B'], { maxWaitMs: 0 }, parts);
    expect(asked).toEqual(['A', 'B']);
    expect(answers).toMatchObject([{ value: { settlement: { state: 'pending' } } }, { status: 'fulfilled' }]);
  });

  it('once more by nobody who was told that there is none', async () => {
    const { asked, parts } = shopWith({ A: [GONE], B: [PENDING, DONE] });
    const finished: number[] = [];
    const options = { onPoll: (count: number) => finished.push(count) };
    const answers = await severalFollower('purchase')(['A', 'B'], options, parts);
    expect(asked).toEqual(['A', 'B', 'B']);
    expect(answers).toMatchObject([{ status: 'rejected', reason: GONE }, { status: 'fulfilled' }]);
    expect(finished).toEqual([0, 1]);
  });

  it('and what was answered before stands where there is no answer any more', async () => {
    const { parts } = shopWith({ A: [PENDING, GONE] });
    const answers = await severalFollower('purchase')(['A'], { maxWaitMs: 2_000 }, parts);
    expect(answers).toMatchObject([{ status: 'fulfilled', value: { settlement: { state: 'pending' } } }]);
  });

  it('in their own order the next time, where none was late', async () => {
    const { asked, parts } = shopWith({ A: [GONE], B: [DONE] });
    const followSeveral = severalFollower('purchase');
    for (const _ of [1, 2]) await followSeveral(['B', 'A'], {}, parts);
    expect(asked).toEqual(['B', 'A', 'B', 'A']);
  });

  it('first about those that were late the time before', async () => {
    const late = new KamikitError('late', { code: 'timeout' });
    const { asked, parts } = shopWith({ A: [late, DONE], B: [DONE] });
    const followSeveral = severalFollower('purchase');
    for (const _ of [1, 2]) await followSeveral(['B', 'A'], {}, parts);
    expect(asked).toEqual(['B', 'A', 'A', 'B']);
  });

  it('by nobody who does not want it any more', async () => {
    const { asked, parts } = shopWith({ A: [DONE] });
    const told = severalFollower('purchase')(['A'], { signal: AbortSignal.abort() }, parts);
    await expect(told).rejects.toThrow(/abort/);
    expect(asked).toEqual([]);
  });
});
