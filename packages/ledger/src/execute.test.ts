import { KamikitError, parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import type { LedgerEntry, Settlement } from './entry.ts';
import { sendPrepared } from './execute.ts';
import {
  delivered,
  lostReply,
  refusal,
  scratchFolder,
  scratchLedger,
  upstream,
  wish,
} from './testing/scratch.ts';
import { byHand } from './testing/store.ts';

it('what could not be marked as sent was not sent, whatever went wrong, and leaves the key free', async () => {
  const ledger = await scratchLedger();
  const { entry } = await ledger.prepare(wish());
  const settled: Settlement[] = [];
  const steps = {
    markSent: (): Promise<LedgerEntry> => Promise.reject(new Error('out of memory')),
    settle: (id: string, settlement: Settlement) => {
      settled.push(settlement);
      return ledger.settle(id, settlement);
    },
    lease: () => ({ assertHolds() {} }),
  };
  const send = () => expect.unreachable('sent');
  expect((await sendPrepared(steps, entry, send)).failure).toMatchObject({
    ...{ code: 'internal', outcome: 'not_committed', neverSent: true, entryId: entry.id },
    retryable: true,
  });
  expect(settled).toMatchObject([{ state: 'refused', neverSent: true }]);
});

it('what nobody has to allow is prepared and marked as sent in one commit, before it is sent', async () => {
  let ms = Date.parse('2026-11-20T09:00:00+08:00');
  const ledger = await scratchLedger({ now: () => (ms += 1_000) });
  const { id } = await ledger.execute(wish(), async (entry) => {
    expect(entry.state).toBe('sent');
    expect((await ledger.get(entry.id))?.state).toBe('sent');
    return delivered;
  });
  const [prepared, sent, settled] = await ledger.timeline(id);
  expect([prepared?.to, sent?.to, settled?.to]).toEqual(['prepared', 'sent', 'completed']);
  expect(sent?.at).toBe(prepared?.at);
});

describe('a key that was used', () => {
  it.each([
    ['completed', delivered],
    ['pending', { state: 'pending', reference: 'ORDER1' } as const],
    ['failed', { state: 'failed' } as const],
    ['refunded', { state: 'refunded' } as const],
  ])('returns its entry when that is %s, and sends nothing', async (state, settlement) => {
    const ledger = await scratchLedger();
    const shop = upstream(settlement);
    const first = await ledger.execute(wish(), shop.send);
    const again = await ledger.execute(wish(), shop.send);
    expect(again).toEqual(first);
    expect(again).toMatchObject({ state, notice: null });
    expect(shop.orders).toEqual([first.id]);
  });

  it('returns the recorded refusal, and sends nothing', async () => {
    const ledger = await scratchLedger();
    const error = refusal();
    const shop = upstream(error);
    await expect(ledger.execute(wish(), shop.send)).rejects.toMatchObject({
      code: 'out_of_stock',
      retryable: false,
      hint: expect.stringContaining('this idempotency key is used up'),
    });
    await expect(ledger.execute(wish(), shop.send)).rejects.toMatchObject({
      code: 'out_of_stock',
      outcome: 'not_committed',
      message: '库存不足',
      upstream: 'storefront',
      retryable: false,
    });
    expect(shop.orders).toHaveLength(1);
  });

  it('stays outcome_unknown when the reply was lost, and sends nothing', async () => {
    const ledger = await scratchLedger();
    const shop = upstream(lostReply());
    const lost = await ledger.execute(wish(), shop.send).catch((error) => error);
    expect(lost).toMatchObject({ code: 'timeout', outcome: 'unknown' });
    expect(lost.hint).toBeUndefined();
    await expect(ledger.execute(wish(), shop.send)).rejects.toMatchObject({
      code: 'outcome_unknown',
      outcome: 'unknown',
      hint: expect.stringContaining('Reconcile'),
    });
    expect(shop.orders).toHaveLength(1);
  });

  it('may be used again when nothing had left', async () => {
    const ledger = await scratchLedger();
    await expect(ledger.execute(wish(), upstream(refusal('unreachable')).send)).rejects.toThrow();
    expect(await ledger.find('purchase', 'k')).toMatchObject({ state: 'refused', never_sent: true });
    const shop = upstream(delivered);
    const entry = await ledger.execute(wish(), shop.send);
    await ledger.execute(wish(), shop.send);
    expect(shop.orders).toEqual([entry.id]);
    expect(await ledger.find('purchase', 'k')).toMatchObject({ id: entry.id, state: 'completed' });
  });

  it.each([delivered, refusal('unreachable')])('is a key_conflict with another request', async (answer) => {
    const ledger = await scratchLedger();
    await ledger.execute(wish(), upstream(answer).send).catch(() => {});
    const shop = upstream(delivered);
    const other = ledger.execute(wish({ request: { goods: 2 } }), shop.send);
    await expect(other).rejects.toMatchObject({ code: 'key_conflict', outcome: 'not_committed' });
    expect(shop.orders).toEqual([]);
  });

  it('is another key under another kind', async () => {
    const ledger = await scratchLedger();
    const shop = upstream(delivered);
    await ledger.execute(wish(), shop.send);
    await ledger.execute(wish({ kind: 'supplier_trade' }), shop.send);
    expect(shop.orders).toHaveLength(2);
  });

  it('knows the same request in another order', async () => {
    const ledger = await scratchLedger();
    const shop = upstream(delivered);
    await ledger.execute(wish({ request: { a: 1, b: { c: [1, { d: 2, e: 3 }] } } }), shop.send);
    await ledger.execute(wish({ request: { b: { c: [1, { e: 3, d: 2 }] }, a: 1 } }), shop.send);
    expect(shop.orders).toHaveLength(1);
  });
});

describe('a key of a wish that left something open', () => {
  const [asked, completed] = [{ goods: 1 }, { goods: 1, specification: 34 }];
  const open = { asked, leftOpen: ['specification'] };

  it('is of the same wish however it would be completed now, and also where nothing is left open any more', async () => {
    const ledger = await scratchLedger();
    const { entry } = await ledger.prepare(wish({ request: completed, ...open }));
    for (const same of [
      wish({ request: { goods: 1, specification: 35 }, ...open }),
      wish({ request: asked }),
      wish({ request: completed }),
    ])
      expect(await ledger.prepare(same)).toMatchObject({ entry: { id: entry.id }, existing: true });
    const other = ledger.prepare(wish({ request: { goods: 1, specification: 35 } }));
    await expect(other).rejects.toMatchObject({ code: 'key_conflict' });
  });

  it('is of a wish that said what this one leaves open, and of no other', async () => {
    const ledger = await scratchLedger();
    const { entry } = await ledger.prepare(wish({ request: completed }));
    const open = ledger.prepare(wish({ request: completed, asked, leftOpen: ['specification'] }));
    expect(await open).toMatchObject({ entry: { id: entry.id }, existing: true });
    for (const other of [
      wish({ request: asked }),
      wish({ request: completed, asked: { goods: 2 }, leftOpen: ['specification'] }),
      wish({ request: { goods: 2, specification: 34 }, leftOpen: ['goods'] }),
    ])
      await expect(ledger.prepare(other)).rejects.toMatchObject({ code: 'key_conflict' });
  });
});

it.each([{ kind: '' }, { idempotencyKey: '' }, { amount: parseMoney(-1) }, { cards: 0.5 }])(
  'a wish of %j is a mistake by the program',
  async (nothing) => {
    const ledger = await scratchLedger();
    await expect(ledger.prepare(wish(nothing))).rejects.toThrow(TypeError);
    expect((await ledger.list()).total).toBe(0);
  },
);

it('a key under way is duplicate_in_progress and sends nothing', async () => {
  const ledger = await scratchLedger();
  const second = upstream(delivered);
  await ledger.execute(wish(), async () => {
    const meanwhile = ledger.execute(wish(), second.send);
    await expect(meanwhile).rejects.toMatchObject({ code: 'duplicate_in_progress', outcome: 'unknown' });
    return delivered;
  });
  expect(second.orders).toEqual([]);
});

it('twenty calls at once with one key send once', async () => {
  const ledger = await scratchLedger();
  const shop = upstream(delivered);
  await Promise.allSettled(Array.from({ length: 20 }, () => ledger.execute(wish(), shop.send)));
  expect(shop.orders).toHaveLength(1);
});

it('the entry is on disk as sent before anything is sent', async () => {
  const path = `${scratchFolder()}/ledger.db`;
  const ledger = await scratchLedger({ path });
  await ledger.execute(wish(), async (entry) => {
    expect(await byHand(path, 'select id, state from entries')).toEqual([{ id: entry.id, state: 'sent' }]);
    return delivered;
  });
});

it('an answer that could not be understood is kept as evidence', async () => {
  const ledger = await scratchLedger();
  const shop = upstream(lostReply().with({ receivedBody: '{"cards":"A1' }));
  await expect(ledger.execute(wish(), shop.send)).rejects.toMatchObject({ outcome: 'unknown' });
  const { entries } = await ledger.list();
  expect(entries[0]).toMatchObject({ state: 'unknown', evidence: { received_body: '{"cards":"A1' } });
});

it('an error that proves nothing leaves the outcome unknown, and its text is not repeated', async () => {
  const ledger = await scratchLedger();
  const broken = new Error('socket hang up at https://shop/?api_key=SECRET');
  const error = await ledger.execute(wish(), upstream(broken).send).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(KamikitError);
  expect(error).toMatchObject({ code: 'outcome_unknown', outcome: 'unknown', cause: broken });
  const entry = await ledger.find('purchase', 'k');
  expect(entry?.state).toBe('unknown');
  expect(JSON.stringify(entry)).not.toContain('SECRET');
});

it('an error of ours that does not say what became of it leaves the outcome unknown, too', async () => {
  const ledger = await scratchLedger();
  const silent = new KamikitError('out of memory', { code: 'internal' });
  await expect(ledger.execute(wish(), upstream(silent).send)).rejects.toMatchObject({
    ...{ code: 'outcome_unknown', outcome: 'unknown', cause: silent },
  });
  expect(await ledger.find('purchase', 'k')).toMatchObject({ state: 'unknown' });
});

it('a paid result that cannot be recorded still reaches the caller', async () => {
  const path = `${scratchFolder()}/ledger.db`;
  const ledger = await scratchLedger({ path });
  const entry = await ledger.execute(wish(), async () => {
    await byHand(path, 'drop table entries');
    return { ...delivered, reference: 'ORDER1', charged: parseMoney(2) };
  });
  expect(entry).toMatchObject({
    state: 'completed',
    result: delivered.result,
    reference: 'ORDER1',
    ...{ charged: '2', amount: '3', overcharged: false, never_sent: false, refund_shown: false },
  });
  expect(entry.notice).toContain('could not be recorded');
});

it('a charge above what was agreed is told as such where it cannot be recorded', async () => {
  const path = `${scratchFolder()}/ledger.db`;
  const ledger = await scratchLedger({ path });
  const entry = await ledger.execute(wish(), async () => {
    await byHand(path, 'drop table entries');
    return { ...delivered, charged: parseMoney(5) };
  });
  expect(entry).toMatchObject({ charged: '5', amount: '5', overcharged: true });
});

it('an answer that is older than what is known by now is no contradiction', async () => {
  const ledger = await scratchLedger();
  const entry = await ledger.execute(wish(), async ({ id }) => {
    await ledger.settle(id, delivered);
    return { state: 'pending' };
  });
  expect(entry).toMatchObject({ ...delivered, notice: null });
});

it('a paid result still reaches the caller when somebody has settled the entry as never sent meanwhile', async () => {
  const ledger = await scratchLedger();
  const entry = await ledger.execute(wish(), async ({ id }) => {
    await ledger.settle(id, { state: 'refused', neverSent: true });
    return delivered;
  });
  expect(entry).toMatchObject({ ...delivered, notice: expect.stringContaining('refused') });
});

it('a paid result is recorded although somebody has settled the entry as refused meanwhile', async () => {
  const ledger = await scratchLedger();
  const entry = await ledger.execute(wish(), async ({ id }) => {
    await ledger.settle(id, { state: 'refused', error: refusal() });
    return delivered;
  });
  expect(entry).toMatchObject({ state: 'completed', result: delivered.result, error: null, notice: null });
  expect(await ledger.get(entry.id)).toMatchObject({ state: 'completed', result: delivered.result });
});

it('a paid result still reaches the caller when somebody has settled the entry as refunded meanwhile', async () => {
  const ledger = await scratchLedger();
  const entry = await ledger.execute(wish(), async ({ id }) => {
    await ledger.settle(id, { state: 'refunded' });
    return delivered;
  });
  expect(entry).toMatchObject({ state: 'completed', result: delivered.result });
  expect(entry.notice).toContain('refunded');
});
