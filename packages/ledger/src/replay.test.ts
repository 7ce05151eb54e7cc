import { describe, expect, it } from 'vitest';
import { delivered, lostReply, refusal, scratchLedger, upstream, wish } from './testing/scratch.ts';

describe('replaying a key', () => {
  it('returns the entry that used it, and sends nothing', async () => {
    const ledger = await scratchLedger();
    const shop = upstream(delivered);
    const first = await ledger.execute(wish(), shop.send);
    expect(await ledger.replay(wish())).toEqual(first);
    expect(shop.orders).toEqual([first.id]);
  });

  it.each([
    ['its refusal', refusal(), 'out_of_stock'],
    ['that nobody knows what became of it', lostReply(), 'outcome_unknown'],
  ])('tells %s', async (_, answer, code) => {
    const ledger = await scratchLedger();
    await ledger.execute(wish(), upstream(answer).send).catch(() => {});
    await expect(ledger.replay(wish())).rejects.toMatchObject({ code });
  });

  it('is a key_conflict with another request', async () => {
    const ledger = await scratchLedger();
    await ledger.execute(wish(), upstream(delivered).send);
    await expect(ledger.replay(wish({ request: { goods: 2 } }))).rejects.toMatchObject({
      code: 'key_conflict',
    });
  });

  it('is null for a key that is free: it was never used, or nothing had left', async () => {
    const ledger = await scratchLedger();
    expect(await ledger.replay(wish())).toBeNull();
    await ledger.execute(wish(), upstream(refusal('unreachable')).send).catch(() => {});
    expect(await ledger.replay(wish())).toBeNull();
  });

  it('finds what used it up, though the clock was set back before that, or else the newest attempt', async () => {
    const clock = { ms: Date.parse('2026-11-20T12:00:00+08:00') };
    const ledger = await scratchLedger({ now: () => clock.ms });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      clock.ms += 1_000;
      await ledger.execute(wish(), upstream(refusal('unreachable')).send).catch(() => {});
    }
    const newest = await ledger.find('purchase', 'k');
    expect(newest).toMatchObject({ never_sent: true, created_at: '2026-11-20T12:00:02+08:00' });
    clock.ms -= 60_000;
    const shop = upstream(delivered);
    const { id } = await ledger.execute(wish(), shop.send);
    expect(await ledger.replay(wish())).toMatchObject({ id });
    expect(await ledger.execute(wish(), shop.send)).toMatchObject({ id });
    expect(shop.orders).toEqual([id]);
  });

  it('is duplicate_in_progress while the first call is under way, and no longer once its process is gone', async () => {
    const clock = { ms: 0 };
    const ledger = await scratchLedger({ now: () => clock.ms, leaseMs: 1_000 });
    const { entry } = await ledger.prepare(wish());
    await ledger.markSent(entry.id);
    await expect(ledger.replay(wish())).rejects.toMatchObject({ code: 'duplicate_in_progress' });
    clock.ms += 1_000;
    await expect(ledger.replay(wish())).rejects.toMatchObject({ code: 'outcome_unknown' });
  });
});
