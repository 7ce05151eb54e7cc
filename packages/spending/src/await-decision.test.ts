import { describe, expect, it } from 'vitest';
import { openShop, PURCHASE, type ShopOptions } from './testing/open-shop.ts';

const OWNER = { idempotencyKey: 'k', approval: 'owner' } as const;
const MINUTE_MS = 60_000;

/** A purchase that waits, and what happens at a time from now, while somebody waits for that. */
async function openWaiting(options: ShopOptions = {}) {
  const shop = await openShop(options);
  const { id } = await shop.spender.purchase(PURCHASE, OWNER);
  const { timing } = shop;
  const started = timing.now();
  const during = (afterMs: number, happens: () => Promise<unknown>) => {
    let hasHappened = false;
    return shop.spenderWith({
      timing: {
        ...timing,
        async sleep(ms, signal) {
          await timing.sleep(ms, signal);
          if (hasHappened || timing.now() - started < afterMs) return;
          hasHappened = true;
          await happens();
        },
      },
    });
  };
  return { ...shop, id, during, waited: () => timing.now() - started };
}

describe('waiting for the owner', () => {
  it('ends with the yes, once it is answered', async () => {
    const { spender, id, during, waited } = await openWaiting();
    const waiter = during(20_000, () => spender.approve(id, { by: 'page' }));
    expect(await waiter.awaitDecision(id, { maxWaitMs: 45_000 })).toMatchObject({ id, state: 'pending' });
    expect(waited()).toBeLessThan(30_000);
  });

  it('ends with the no, as an error', async () => {
    const { spender, id, during } = await openWaiting();
    const waiter = during(1_000, () => spender.decline(id, { by: 'page' }));
    await expect(waiter.awaitDecision(id, { maxWaitMs: 45_000 })).rejects.toMatchObject({ code: 'declined' });
  });

  it('ends when its own time is up: it is told that it waits still', async () => {
    const { spender, id, waited } = await openWaiting();
    expect(await spender.awaitDecision(id, { maxWaitMs: 45_000 })).toMatchObject({
      ...{ state: 'awaiting_approval', notice: null },
    });
    expect(waited()).toBe(45_000);
    expect(await spender.awaitDecision(id, { maxWaitMs: 0 })).toMatchObject({ state: 'awaiting_approval' });
  });

  it('tells after each look what was seen, and for how long it waits', async () => {
    const { spender, id } = await openWaiting();
    const seen: Array<[string, number]> = [];
    await spender.awaitDecision(id, {
      maxWaitMs: 4_000,
      onPoll: ({ state }, elapsedMs) => seen.push([state, elapsedMs]),
    });
    expect(seen.length).toBeGreaterThan(1);
    expect(new Set(seen.map(([state]) => state))).toEqual(new Set(['awaiting_approval']));
    expect(seen.map(([, elapsedMs]) => elapsedMs)).toEqual(
      seen.map(([, ms]) => ms).toSorted((a, b) => a - b),
    );
  });

  it('ends when nobody decided in time', async () => {
    const { spender, id, waited } = await openWaiting();
    const waiting = spender.awaitDecision(id, { maxWaitMs: 60 * MINUTE_MS });
    await expect(waiting).rejects.toMatchObject({ code: 'timeout', outcome: 'not_committed' });
    expect(waited()).toBeLessThan(17 * MINUTE_MS);
  });

  it('ends when the process that said yes is gone: nothing was sent, and the key is free', async () => {
    const { ledger, spender, id } = await openWaiting({ ledger: { leaseMs: 1_000 } });
    await ledger.approve(id, { by: 'page' });
    await expect(spender.awaitDecision(id, { maxWaitMs: 45_000 })).rejects.toMatchObject({
      ...{ outcome: 'not_committed', neverSent: true },
    });
  });

  it('says that it is under way when it is at the end of the time', async () => {
    const { ledger, spender, id } = await openWaiting();
    await ledger.approve(id, { by: 'page' });
    await expect(spender.awaitDecision(id, { maxWaitMs: 1_000 })).rejects.toMatchObject({
      code: 'duplicate_in_progress',
    });
  });

  it('stops with its signal, and names what is not there', async () => {
    const { spender, id } = await openWaiting();
    const stopped = spender.awaitDecision(id, { maxWaitMs: 1_000, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toThrow();
    await expect(spender.awaitDecision('none', { maxWaitMs: 0 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
