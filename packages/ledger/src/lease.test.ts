import { parseMoney } from '@kamikit/core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { currentOwner, isAbandoned } from './owner.ts';
import { asked } from './testing/clocked.ts';
import {
  delivered,
  lostReply,
  refusal,
  scratchFolder,
  scratchLedger,
  upstream,
  wish,
} from './testing/scratch.ts';
import { byHand, inFilesOnly, whenever } from './testing/store.ts';

const LEASE = 1000;

async function clockedLedger() {
  const clock = { ms: Date.parse('2026-11-20T12:00:00+08:00') };
  return { ledger: await scratchLedger({ now: () => clock.ms, leaseMs: LEASE }), clock };
}

it('a process that slept through its lease before sending can no longer send', async () => {
  const { ledger, clock } = await clockedLedger();
  const sleeper = await ledger.prepare(wish());
  clock.ms += LEASE;
  const shop = upstream(delivered);
  const entry = await ledger.execute(wish(), shop.send);
  await expect(ledger.markSent(sleeper.entry.id)).rejects.toMatchObject({ outcome: 'not_committed' });
  expect(shop.orders).toEqual([entry.id]);
  expect(await ledger.get(sleeper.entry.id)).toMatchObject({ state: 'refused', never_sent: true });
});

describe('a process that sleeps through its lease while it writes down what it is about to send', () => {
  type Clocked = Awaited<ReturnType<typeof clockedLedger>>;
  const cases: [string, (made: Clocked) => unknown][] = [
    [
      'by the ledger’s clock',
      ({ clock }) => {
        clock.ms += LEASE;
      },
    ],
    ['by the machine’s time of day', () => vi.setSystemTime(Date.now() + LEASE)],
  ];

  async function opened() {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const made = await clockedLedger();
    return { made, ledger: made.ledger, shop: upstream(delivered) };
  }

  it.each(cases)('does not send it, %s, and the key is free', async (_, sleep) => {
    const { made, ledger, shop } = await opened();
    const slept = ledger.execute(wish(), shop.send);
    sleep(made);
    await expect(slept).rejects.toMatchObject({ code: 'timeout', neverSent: true, retryable: true });
    expect(shop.orders).toEqual([]);
    const entry = await ledger.execute(wish(), shop.send);
    expect(shop.orders).toEqual([entry.id]);
  });

  it.each(cases)('does not send what its owner allowed either, %s', async (_, sleep) => {
    const { made, ledger, shop } = await opened();
    const { id } = await ledger.execute(asked(), shop.send);
    const { entry } = await ledger.approve(id, { by: 'page' });
    const slept = ledger.sendApproved(entry, shop.send);
    sleep(made);
    expect(await slept).toMatchObject({ state: 'refused', never_sent: true });
    expect(shop.orders).toEqual([]);
  });
});

it.each(['all', 'one’s own'])('what waits for midnight has to fit into the new day: %s', async (whose) => {
  const clock = { ms: Date.parse('2026-11-20T23:59:59.999+08:00') };
  const isOwn = whose === 'one’s own';
  const owners = await scratchLedger({ now: () => clock.ms, ...(!isOwn && { dailyBudget: parseMoney(5) }) });
  const person = { name: 'alice', role: 'buyer', daily_budget: parseMoney(5), max_order: null } as const;
  await owners.addPerson(person, 'test');
  const ledger = owners.as(person);
  const small = await ledger.prepare(wish({ idempotencyKey: 'small', amount: parseMoney(2) }));
  const large = await ledger.prepare(wish({ idempotencyKey: 'large' }));
  clock.ms += 1;
  await ledger.execute(wish(), upstream(delivered).send);
  await expect(ledger.markSent(large.entry.id)).rejects.toMatchObject({ code: 'over_budget' });
  expect(await ledger.markSent(small.entry.id)).toMatchObject({ state: 'sent' });
  expect(await ledger.budget()).toMatchObject({ day: '2026-11-21', spent_today: '5' });
});

it('what another process holds that still runs is left to it; once it is gone, it was never sent', async () => {
  const path = `${scratchFolder()}/ledger.db`;
  const ledger = await scratchLedger({ path });
  const { entry } = await ledger.prepare(wish());
  await byHand(path, `update entries set owner_token = 'another', owner_pid = ${process.ppid}`);
  await ledger.recover();
  expect(await ledger.get(entry.id)).toMatchObject({ state: 'prepared' });
  await byHand(path, `update entries set owner_pid = ${process.pid}`);
  await ledger.recover();
  expect(await ledger.get(entry.id)).toMatchObject({
    ...{ state: 'refused', never_sent: true, error: { code: 'unreachable', retryable: true } },
  });
});

it('an entry can be marked as sent only once', async () => {
  const { ledger } = await clockedLedger();
  const { entry } = await ledger.prepare(wish());
  await ledger.markSent(entry.id);
  await expect(ledger.markSent(entry.id)).rejects.toMatchObject({ outcome: 'not_committed' });
});

it('a process cannot mark as sent an entry that is not its own', async () => {
  const path = `${scratchFolder()}/ledger.db`;
  const ledger = await scratchLedger({ path });
  const { entry } = await ledger.prepare(wish());
  await byHand(path, "update entries set owner_token = 'another'");
  await expect(ledger.markSent(entry.id)).rejects.toMatchObject({ outcome: 'not_committed' });
});

it('a wish that may no longer be sent says that its key may be used again, and then it works', async () => {
  const path = `${scratchFolder()}/ledger.db`;
  const ledger = await scratchLedger({ path });
  const { entry } = await ledger.prepare(wish());
  await byHand(path, "update entries set owner_token = 'another'");
  const refused = await ledger.markSent(entry.id).catch((error) => error);
  expect(refused).toMatchObject({ outcome: 'not_committed', neverSent: true, retryable: true });
  expect(refused.hint).not.toContain('used up');
  await ledger.settle(entry.id, { state: 'refused', neverSent: true });
  const shop = upstream(delivered);
  expect(await ledger.execute(wish(), shop.send)).toMatchObject({ state: 'completed' });
  expect(shop.orders).toHaveLength(1);
});

it('a wish that the disk keeps from being marked as sent was not sent, and its key may be used again', async () => {
  const path = `${scratchFolder()}/ledger.db`;
  const ledger = await scratchLedger({ path });
  const lift = await whenever(path, 'insert', "new.state = 'sent'", 'insert into events (seq) values (1)');
  const shop = upstream(delivered);
  await expect(ledger.execute(wish(), shop.send)).rejects.toMatchObject({
    ...{ outcome: 'not_committed', neverSent: true, hint: expect.not.stringContaining('used up') },
  });
  await lift();
  expect(await ledger.execute(wish(), shop.send)).toMatchObject({ state: 'completed' });
  expect(shop.orders).toHaveLength(1);
});

inFilesOnly('a ledger that cannot be read says that the same key is the one to use again', async () => {
  const { ledger } = await clockedLedger();
  await ledger.execute(wish(), upstream(delivered).send);
  await ledger.close();
  await expect(ledger.replay(wish())).rejects.toThrow();
  const unusable = scratchLedger({ path: '/dev/null/ledger.db' });
  await expect(unusable).rejects.toMatchObject({ outcome: 'not_committed', neverSent: true });
});

it('whatever became of it, an error names the entry', async () => {
  const { ledger } = await clockedLedger();
  for (const answer of [refusal(), lostReply()]) {
    const key = { idempotencyKey: answer.code };
    const first = await ledger.execute(wish(key), upstream(answer).send).catch((error) => error);
    const again = await ledger.replay(wish(key)).catch((error) => error);
    expect([first.entryId, again.entryId]).toEqual(
      Array(2).fill((await ledger.find('purchase', answer.code))?.id),
    );
  }
});

it('what is sent and not settled within the lease becomes unknown, and a late answer is still taken', async () => {
  const { ledger, clock } = await clockedLedger();
  const late = await ledger.execute(wish(), async ({ id }) => {
    clock.ms += LEASE;
    const again = ledger.execute(wish(), upstream(delivered).send);
    await expect(again).rejects.toMatchObject({ code: 'outcome_unknown' });
    expect((await ledger.get(id))?.state).toBe('unknown');
    return delivered;
  });
  expect(late).toMatchObject({ state: 'completed', result: delivered.result, advice: null, notice: null });
});

it('what is marked as sent tells when that was, beside when it was prepared', async () => {
  const clock = { ms: Date.parse('2026-11-20T12:00:00+08:00') };
  const ledger = await scratchLedger({ now: () => clock.ms });
  const { entry } = await ledger.prepare(wish());
  clock.ms += 60_000;
  const at = '2026-11-20T12:01:00+08:00';
  expect(await ledger.markSent(entry.id)).toMatchObject({
    ...{ created_at: '2026-11-20T12:00:00+08:00', sent_at: at, updated_at: at },
  });
  expect(await ledger.timeline(entry.id)).toMatchObject([{ at: entry.created_at }, { at }]);
});

it('marking as sent renews the lease', async () => {
  const { ledger, clock } = await clockedLedger();
  const { entry } = await ledger.prepare(wish());
  clock.ms += LEASE - 1;
  await ledger.markSent(entry.id);
  clock.ms += LEASE - 1;
  await ledger.recover();
  expect((await ledger.get(entry.id))?.state).toBe('sent');
});

it.each([
  ['this process', {}, false],
  ['this process, whose lease is over', { lease_until_ms: 0 }, true],
  ['an earlier process that had our pid', { owner_token: 'earlier' }, true],
  ['a running process', { owner_token: 'other', owner_pid: process.ppid }, false],
  ['a process of another user', { owner_token: 'other', owner_pid: 1 }, false],
  // Above Linux's largest pid, 2^22 (proc(5)), and macOS's.
  ['a process that is gone', { owner_token: 'other', owner_pid: 2 ** 22 + 1 }, true],
  [
    'a process of another machine',
    { owner_token: 'other', owner_host: 'elsewhere', owner_pid: 2 ** 22 + 1 },
    false,
  ],
  ['a process of another machine, whose lease is over', { owner_host: 'elsewhere', lease_until_ms: 0 }, true],
])('an entry of %s', (_whose, changes, abandoned) => {
  expect(isAbandoned({ ...currentOwner(), lease_until_ms: 10, ...changes }, 5)).toBe(abandoned);
});
