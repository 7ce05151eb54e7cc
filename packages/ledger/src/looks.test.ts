import { parseMoney } from '@kamikit/core';
import { expect, it } from 'vitest';
import { delivered, lostReply, scratchFolder, scratchLedger, upstream, wish } from './testing/scratch.ts';
import { byHand } from './testing/store.ts';

const MINUTE = 60_000;

/** An entry whose answer was lost, and the clock that it is of. */
async function openEntry(path = `${scratchFolder()}/ledger.db`) {
  const clock = { ms: Date.parse('2026-11-20T12:00:00+08:00') };
  const options = { path, now: () => clock.ms };
  const ledger = await scratchLedger(options);
  await ledger.execute(wish(), upstream(lostReply()).send).catch(() => {});
  return { ledger, clock, options };
}

it('an entry that was left open is due half a minute later, not before', async () => {
  const { ledger, clock } = await openEntry();
  expect(await ledger.claimDue({ limit: 9 })).toEqual([]);
  clock.ms += MINUTE / 2;
  expect(await ledger.claimDue({ limit: 9 })).toMatchObject([{ state: 'unknown' }]);
});

it('of two processes one gets it, and it is due again ever more rarely, at least once an hour', async () => {
  const { ledger, clock, options } = await openEntry();
  const other = await scratchLedger(options);
  const claimed = async () => {
    const due = (await Promise.all([ledger, other].map((each) => each.claimDue({ limit: 9 })))).flat();
    for (const each of due) await other.putOff(each);
    return due.length;
  };
  const sentMs = clock.ms;
  for (let open = 0; open < 4 * 60 * MINUTE; open = clock.ms - sentMs) {
    // Half as long again as it has been open.
    clock.ms += Math.min(Math.max(Math.round(open / 2), MINUTE / 2), 60 * MINUTE) - 1;
    expect(await claimed()).toBe(0);
    clock.ms += 1;
    expect(await claimed()).toBe(1);
  }
});

it('what nobody came to look at after all is due for others within a minute', async () => {
  const { ledger, clock, options } = await openEntry();
  const other = await scratchLedger(options);
  clock.ms += 60 * MINUTE;
  const [claimed] = await ledger.claimDue({ limit: 9 });
  expect(claimed?.claimed_until_ms).toBe(clock.ms + MINUTE);
  clock.ms += MINUTE - 1;
  expect(await other.claimDue({ limit: 9 })).toEqual([]);
  clock.ms += 1;
  expect(await other.claimDue({ limit: 9 })).toMatchObject([{ id: claimed?.id }]);
});

it('what was looked at is not put off where it has changed since, or is wanted sooner', async () => {
  const { ledger, clock } = await openEntry();
  const claim = async () => {
    clock.ms += 60 * MINUTE;
    const [due] = await ledger.claimDue({ limit: 9 });
    return due ?? expect.fail('nothing is due');
  };
  const dueIn = async (ms: number) => {
    clock.ms += ms;
    return (await ledger.claimDue({ limit: 9 })).length;
  };
  const first = await claim();
  await ledger.lookWithin(first.id, 5_000);
  await ledger.putOff(first);
  expect(await dueIn(5_000)).toBe(1);
  const second = await claim();
  await ledger.settle(second.id, { state: 'pending' });
  await ledger.putOff(second);
  expect(await dueIn(MINUTE / 2)).toBe(1);
  await ledger.putOff({ id: 'of nobody', claimed_until_ms: 0 });
});

it('what changed is looked at half a minute later; what stays as it was, when it was to be anyway', async () => {
  const { ledger, clock } = await openEntry();
  const [entry] = await ledger.claimDue({ limit: 9, evenIfNotDue: true });
  const id = entry?.id ?? '';
  const due = async () => (await ledger.claimDue({ limit: 9 })).length;
  clock.ms += MINUTE / 4;
  await ledger.settle(id, { state: 'unknown' });
  clock.ms += MINUTE / 4;
  expect(await due()).toBe(1);
  clock.ms += MINUTE / 4;
  await ledger.settle(id, { state: 'pending' });
  clock.ms += MINUTE / 4;
  expect(await due()).toBe(0);
  clock.ms += MINUTE / 4;
  expect(await due()).toBe(1);
});

it('a refund is looked for until the account shows it, as long as its day is not over', async () => {
  const { ledger, clock } = await openEntry();
  const { id } = (await ledger.find('purchase', 'k')) ?? { id: '' };
  const due = async () => (await ledger.claimDue({ limit: 9, evenIfNotDue: true })).length;
  await ledger.settle(id, { state: 'refunded' });
  expect(await due()).toBe(1);
  await ledger.settle(id, { state: 'refunded', isRefundShown: true });
  await ledger.settle(id, { state: 'refunded' });
  expect(await due()).toBe(0);
  const late = await ledger.execute(wish({ idempotencyKey: 'late' }), upstream({ state: 'pending' }).send);
  clock.ms += 24 * 60 * MINUTE;
  await ledger.settle(late.id, { state: 'refunded' });
  expect(await due()).toBe(0);
});

it('an open entry is looked at when that is asked for, and not before, as that was too early for the news', async () => {
  const { ledger, clock } = await openEntry();
  clock.ms += 60 * MINUTE;
  const [entry] = await ledger.claimDue({ limit: 9 });
  if (entry) await ledger.putOff(entry);
  const id = entry?.id ?? '';
  const due = async () => (await ledger.claimDue({ limit: 9 })).length;
  clock.ms += MINUTE + 0.5;
  expect(await ledger.lookWithin(id, 3_000)).toBe(true);
  expect(await ledger.lookWithin(id, 5_000)).toBe(true);
  clock.ms += 4_999;
  expect(await due()).toBe(0);
  clock.ms += 1;
  expect(await due()).toBe(1);
  await ledger.settle(id, { state: 'completed' });
  expect(await ledger.lookWithin(id, 0)).toBe(false);
  expect(await ledger.lookWithin('of nobody', 0)).toBe(false);
  expect(await due()).toBe(0);
});

it('news that comes as a claim runs out is looked at, whenever that look ends', async () => {
  const { ledger, clock } = await openEntry();
  clock.ms += 60 * MINUTE;
  const [claimed] = await ledger.claimDue({ limit: 9 });
  clock.ms += MINUTE - 1_000;
  await ledger.lookWithin(claimed?.id ?? '', 5_000);
  if (claimed) await ledger.putOff(claimed);
  clock.ms += 5_000;
  expect(await ledger.claimDue({ limit: 9 })).toHaveLength(1);
});

it.each(['failed', 'refused'] as const)(
  'what was sent and is %s is looked at where that is asked for, once',
  async (state) => {
    const { ledger, clock } = await openEntry();
    const { id } = (await ledger.find('purchase', 'k')) ?? { id: '' };
    await ledger.settle(id, { state });
    const due = async () => (await ledger.claimDue({ limit: 9, evenIfNotDue: true })).length;
    expect(await due()).toBe(0);
    expect(await ledger.lookWithin(id, MINUTE)).toBe(true);
    expect(await ledger.claimDue({ limit: 9 })).toEqual([]);
    clock.ms += MINUTE;
    const [claimed] = await ledger.claimDue({ limit: 9 });
    expect(claimed).toMatchObject({ id, state });
    if (claimed) await ledger.putOff(claimed);
    expect(await due()).toBe(0);
    expect(await ledger.lookWithin(id, 0)).toBe(true);
    await ledger.settle(id, { state: 'completed' });
    expect(await due()).toBe(0);
  },
);

it('what failed is looked at again as long as its upstream cannot tell, and where it says the same', async () => {
  const { ledger, clock } = await openEntry();
  const { id } = (await ledger.find('purchase', 'k')) ?? { id: '' };
  await ledger.settle(id, { state: 'failed' });
  await ledger.lookWithin(id, 5_000);
  // Somebody asks meanwhile.
  await ledger.settle(id, { state: 'failed' });
  clock.ms += 5_000;
  const [claimed] = await ledger.claimDue({ limit: 9 });
  if (claimed) await ledger.putOff(claimed, { isTold: false });
  clock.ms += MINUTE / 2;
  const [again] = await ledger.claimDue({ limit: 9 });
  expect(again).toMatchObject({ id, state: 'failed' });
  await ledger.settle(id, { state: 'failed' });
  if (again) await ledger.putOff(again);
  expect(await ledger.claimDue({ limit: 9, evenIfNotDue: true })).toEqual([]);
});

it('what was never sent is not looked at, whoever asks for that', async () => {
  const { ledger } = await openEntry();
  const { entry } = await ledger.prepare(wish({ idempotencyKey: 'unsent' }));
  expect(await ledger.lookWithin(entry.id, 0)).toBe(false);
  await ledger.settle(entry.id, { state: 'refused', neverSent: true });
  expect(await ledger.lookWithin(entry.id, 0)).toBe(false);
  await ledger.execute(wish({ idempotencyKey: 'asked', approval: { quote: {} } }), upstream(delivered).send);
  const asked = await ledger.find('purchase', 'asked');
  await ledger.decline(asked?.id ?? '', { by: 'page' });
  expect(await ledger.lookWithin(asked?.id ?? '', 0)).toBe(false);
  // Its request never left.
  const sent = await ledger.find('purchase', 'k');
  await ledger.settle(sent?.id ?? '', { state: 'refused', neverSent: true });
  expect(await ledger.lookWithin(sent?.id ?? '', 0)).toBe(false);
});

it('what is of another kind than asked for is not claimed, and stays due', async () => {
  const { ledger, clock } = await openEntry();
  clock.ms += MINUTE;
  expect(await ledger.claimDue({ limit: 9, kinds: ['supplier_trade'] })).toEqual([]);
  expect(await ledger.claimDue({ limit: 9, kinds: ['supplier_trade', 'purchase'] })).toHaveLength(1);
});

it('looking at one entry puts off no other', async () => {
  const { ledger, clock } = await openEntry();
  clock.ms += MINUTE / 4;
  const later = await ledger.execute(wish({ idempotencyKey: 'later' }), upstream({ state: 'pending' }).send);
  clock.ms += MINUTE / 4;
  expect(await ledger.claimDue({ limit: 9 })).toMatchObject([{ state: 'unknown' }]);
  clock.ms += MINUTE / 4;
  expect(await ledger.claimDue({ limit: 9 })).toMatchObject([{ id: later.id }]);
});

it('what is settled is never due, and a start may ask for what is not due yet', async () => {
  const { ledger, clock, options } = await openEntry();
  const [entry] = await ledger.claimDue({ limit: 9, evenIfNotDue: true });
  await ledger.settle(entry?.id ?? '', { state: 'completed' });
  clock.ms += 24 * 60 * MINUTE;
  expect(await ledger.claimDue({ limit: 9, evenIfNotDue: true })).toEqual([]);
  // Those who look for what is due do not even read it.
  expect(await byHand(options.path, 'select look_ms from entries')).toEqual([{ look_ms: null }]);
});

it('what a hand has taken out of those that are looked at is one of them again once something is told of it', async () => {
  const { ledger, clock, options } = await openEntry();
  const { id } = (await ledger.find('purchase', 'k')) ?? { id: '' };
  await byHand(options.path, 'update entries set look_ms = null');
  expect(await ledger.claimDue({ limit: 9, evenIfNotDue: true })).toEqual([]);
  await ledger.settle(id, { state: 'unknown' });
  clock.ms += MINUTE / 2;
  expect(await ledger.claimDue({ limit: 9 })).toMatchObject([{ id }]);
});

it('a reference that belongs to another entry proves nothing: the answer is kept, and nobody knows', async () => {
  const ledger = await scratchLedger();
  const order = {
    state: 'completed',
    reference: 'ORDER1',
    isOwnReference: true,
    result: { cards: 'A-1' },
  } as const;
  const first = await ledger.execute(wish(), upstream(order).send);
  const second = ledger.execute(wish({ idempotencyKey: 'k2' }), upstream(order).send);
  await expect(second).rejects.toMatchObject({
    ...{ code: 'outcome_unknown', outcome: 'unknown', hint: expect.stringContaining(first.id) },
  });
  expect(await ledger.find('purchase', 'k2')).toMatchObject({
    ...{ state: 'unknown', reference: null, result: null },
    evidence: { answered_reference: 'ORDER1', answer: { cards: 'A-1' } },
  });
  expect(await ledger.get(first.id)).toMatchObject({ state: 'completed', reference: 'ORDER1' });
});

it('what was charged by an answer with the reference of another entry was charged all the same', async () => {
  const ledger = await scratchLedger();
  const order = { state: 'completed', reference: 'ORDER1', isOwnReference: true } as const;
  await ledger.execute(wish(), upstream(order).send);
  for (const [idempotencyKey, charged] of [
    ['k2', parseMoney(2)],
    ['k3', undefined],
  ] as const) {
    await ledger
      .execute(wish({ idempotencyKey }), upstream({ ...order, ...(charged && { charged }) }).send)
      .catch(() => {});
    expect(await ledger.find('purchase', idempotencyKey)).toMatchObject({
      ...{ state: 'unknown', charged: charged ?? null },
    });
  }
});

it('a reference that another account has is no reason for doubt', async () => {
  const ledger = await scratchLedger();
  const order = { state: 'completed', reference: 'ORDER1', isOwnReference: true } as const;
  for (const account of ['one shop', 'another shop']) {
    const entry = await ledger.execute(
      wish({ idempotencyKey: account, evidence: { account } }),
      upstream(order).send,
    );
    expect(entry).toMatchObject({ state: 'completed', reference: 'ORDER1' });
  }
});

it('a reference of its own is no reason for doubt, however often it is told', async () => {
  const ledger = await scratchLedger();
  for (const reference of ['ORDER1', 'ORDER2']) {
    const order = { state: 'pending', reference, isOwnReference: true } as const;
    const { id } = await ledger.execute(wish({ idempotencyKey: reference }), upstream(order).send);
    const settled = await ledger.settle(id, { ...order, ...delivered });
    expect(settled).toMatchObject({ state: 'completed', reference });
  }
});

it('a reference that several entries may have is no reason for doubt', async () => {
  const ledger = await scratchLedger();
  const used = { state: 'completed', reference: 'CARD-1' } as const;
  for (const idempotencyKey of ['k1', 'k2'])
    expect(await ledger.execute(wish({ idempotencyKey }), upstream(used).send)).toMatchObject(used);
});

it('an entry that is open for a fraction of a millisecond, as clocks may say, is settled and looked at', async () => {
  let ms = Date.parse('2026-11-20T12:00:00+08:00') + 0.4;
  const ledger = await scratchLedger({ now: () => ms });
  const { id } = await ledger.execute(wish(), upstream({ state: 'pending' }).send);
  for (let look = 0; look < 3; look += 1) {
    ms += 120_001.3;
    expect(await ledger.settle(id, { state: 'pending' })).toMatchObject({ state: 'pending' });
  }
  ms += 3_600_001;
  expect(await ledger.claimDue({ limit: 5 })).toMatchObject([{ id }]);
  expect(await ledger.settle(id, delivered)).toMatchObject({ state: 'completed' });
});
