import { describe, expect, it } from 'vitest';
import type { Ledger } from './index.ts';
import { delivered, scratchFolder, scratchLedger, upstream, wish } from './testing/scratch.ts';
import { byHand } from './testing/store.ts';

const START = Date.parse('2026-11-20T08:00:00Z');

/** Buys under a key; gives the entry's id. */
async function buy(ledger: Ledger, idempotencyKey: string, state: 'completed' | 'pending'): Promise<string> {
  const named = wish({ idempotencyKey, request: { goods: idempotencyKey } });
  return (await ledger.execute(named, upstream(state === 'pending' ? { state } : delivered).send)).id;
}

describe('what happened since an entry was prepared', () => {
  it('is told by the order of events, although the clock was set back', async () => {
    let now = START;
    const ledger = await scratchLedger({ now: () => now });
    const before = await buy(ledger, 'before', 'pending');
    const settledBefore = await buy(ledger, 'settled before', 'completed');
    const id = await buy(ledger, 'k', 'completed');
    now -= 24 * 3_600_000;
    const after = await buy(ledger, 'after', 'completed');
    await ledger.settle(before, delivered);
    const { underWay, changed } = await ledger.sincePrepared(id);
    expect([...underWay]).toEqual([after]);
    expect([...changed].toSorted()).toEqual([after, before].toSorted());
    expect(changed).not.toContain(settledBefore);
  });

  it('has what was sent before and answered since under way, and not what is only prepared', async () => {
    const ledger = await scratchLedger();
    const { entry } = await ledger.prepare(wish({ idempotencyKey: 'sent before' }));
    await ledger.markSent(entry.id);
    const { entry: later } = await ledger.prepare(wish());
    await ledger.settle(entry.id, { state: 'pending' });
    const { entry: waiting } = await ledger.prepare(wish({ idempotencyKey: 'waiting' }));
    const { entry: sent } = await ledger.prepare(wish({ idempotencyKey: 'sent since' }));
    await ledger.markSent(sent.id);
    const { underWay, changed } = await ledger.sincePrepared(later.id);
    expect([...underWay].toSorted()).toEqual([entry.id, sent.id].toSorted());
    expect([...changed].toSorted()).toEqual([entry.id, waiting.id, sent.id].toSorted());
  });

  it('begins with its owner’s yes where that was asked for', async () => {
    const ledger = await scratchLedger();
    const approval = { quote: { total: '3' } };
    const { entry } = await ledger.prepare(wish({ approval }));
    const meanwhile = await buy(ledger, 'meanwhile', 'completed');
    const { entry: ours } = await ledger.approve(entry.id, { by: 'page' });
    const after = await buy(ledger, 'after', 'completed');
    expect([...(await ledger.sincePrepared(ours.id)).underWay]).toEqual([after]);
    expect([...(await ledger.sincePrepared(meanwhile)).underWay]).toEqual([after]);
  });
});

it('an event whose detail a hand left unreadable is told without it', async () => {
  const path = `${scratchFolder()}/ledger.db`;
  const ledger = await scratchLedger({ path });
  const { entry } = await ledger.prepare(wish());
  expect(await ledger.timeline(entry.id)).toMatchObject([{ detail: { key: expect.any(String) } }]);
  await byHand(path, "update events set detail = '{'");
  expect(await ledger.timeline(entry.id)).toMatchObject([{ action: 'prepared', detail: null }]);
});
