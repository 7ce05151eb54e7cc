import { bundleForTests } from '@kamikit/mcp-server/test';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCounter } from './counter.ts';
import { LEAVINGS } from './leaving.ts';
import { callAtOnce, purchases, reads, writeGarbage } from './runs.ts';

const file = bundleForTests();

async function counter() {
  const opened = await openCounter(file);
  onTestFinished(() => opened.close());
  return opened;
}

// The long forms are `pnpm protocol`.
describe('a host that', () => {
  it('calls a thousand times at once has every call answered once, and pings meanwhile', async () => {
    const shop = await counter();
    const host = await shop.open();
    const { pings, peakMb } = await callAtOnce(shop, host, [...reads(950), ...purchases(50)]);
    expect(shop.charges()).toBe(50);
    expect(pings).toBeGreaterThan(1);
    expect(peakMb).not.toBeGreaterThan(300);
    await shop.settle();
  });

  it('buys beyond the budget, all at once, is told so, and the budget is kept', async () => {
    const shop = await counter();
    const host = await shop.open({ KAMIKIT_DAILY_BUDGET: '100' });
    await callAtOnce(shop, host, purchases(40));
    expect(shop.charges()).toBe(10); // of 9.8 yuan each
    await shop.settle();
  });

  it('writes garbage is answered by messages only, and what it bought is settled', async () => {
    const shop = await counter();
    const host = await shop.open();
    const { errors } = await writeGarbage(shop, host, 1, 500);
    expect(errors).toBeGreaterThan(100);
    host.child.stdin.end();
    expect(await host.ended).toMatchObject({ code: 0 });
    await shop.settle();
  });

  it.each(Object.entries(LEAVINGS))('%s leaves a settled ledger', async (_, leaving) => {
    const shop = await counter();
    await leaving(shop);
    await shop.settle();
  });
});
