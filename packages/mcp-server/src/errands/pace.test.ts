import { setTimeout as delay } from 'node:timers/promises';
import { openLedger } from '@kamikit/ledger';
import { describe, expect, it, onTestFinished } from 'vitest';
import { skipping, temporaryFolder } from '../../test/host.ts';
import { shop } from '../../test/shop.ts';
import { asCaller, asJob, pace } from './pace.ts';

/** A shop with a limit, and how much time was waited for by then, in milliseconds. */
async function limited(limit: string, changes: Record<string, string> = {}) {
  const timing = skipping();
  let waited = 0;
  const watched = {
    ...timing,
    async sleep(ms: number, signal?: AbortSignal) {
      waited += ms;
      await timing.sleep(ms, signal);
    },
  };
  const environment = { KAMIKIT_RATE_LIMIT: limit, KAMIKIT_DAILY_BUDGET: 'none', ...changes };
  const host = await shop({ environment, outside: { timing: watched } });
  return { ...host, waited: () => waited };
}

async function read(call: Awaited<ReturnType<typeof limited>>['call'], times: number) {
  for (let time = 0; time < times; time += 1) expect((await call('get_balance')).isError).toBe(false);
}

describe('KAMIKIT_RATE_LIMIT', () => {
  it('is kept by requests of a person, who waits for none of the first few', async () => {
    const { call, waited, wish } = await limited('20');
    expect((await call('purchase', wish)).isError).toBe(false);
    expect(waited()).toBe(0);
    await read(call, 60);
    expect(waited()).toBeGreaterThan(2 * 60_000);
  });

  it('tells whoever waits for it how long it still takes, again and again', async () => {
    const { client, waited } = await limited('2');
    const told: Array<{ progress: number; message?: string | undefined }> = [];
    const onprogress = (each: (typeof told)[number]) => void told.push(each);
    while (told.length === 0)
      await client.callTool({ name: 'get_balance', arguments: {} }, undefined, { onprogress });
    expect(waited()).toBeGreaterThan(10_000);
    expect(told.length).toBeGreaterThanOrEqual(waited() / 5_000);
    expect(told[0]?.message).toMatch(/^The shop takes no more requests for now: \d+ s more\.$/);
    for (const [index, { progress }] of told.slice(1).entries())
      expect(progress).toBeGreaterThan(told[index]?.progress ?? 0);
  });

  it('none keeps nobody waiting', async () => {
    const { call, waited } = await limited('none');
    await read(call, 60);
    expect(waited()).toBe(0);
  });

  it('is shared by all processes of a ledger', async () => {
    const common = { KAMIKIT_DATA_DIR: temporaryFolder() };
    const one = await limited('20', common);
    await read(one.call, 20);
    const other = await limited('20', common);
    await read(other.call, 1);
    expect(one.waited() + other.waited()).toBeGreaterThan(10_000);
  });

  it('is kept by a job, which buys everything all the same', async () => {
    const { call, waited, charges } = await limited('30');
    const item = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '25' };
    const items = Array.from({ length: 20 }, () => item);
    const job = { kind: 'purchase', items, max_total: '500', idempotency_key: 'j' };
    const { answer } = await call('start_job', job);
    while ((await call('get_job', { job_id: answer.job_id })).answer.state === 'running') await delay(5);
    expect(charges()).toBe(20);
    // Three requests for each, of which the first few are free.
    expect(waited()).toBeGreaterThan(60_000);
  });
});

/** Two processes with one ledger and one account, by a clock that waiting moves; that of the other's machine is wrong by this much. */
async function twoProcesses(wrongMs = 0) {
  const path = `${temporaryFolder()}/ledger.sqlite`;
  const clock = { ms: Date.parse('2026-11-20T12:00:00+08:00') };
  const open = async (aheadMs = 0) => {
    const opened = await openLedger({ path, now: () => clock.ms });
    onTestFinished(() => opened.close());
    return pace({
      ledger: async () => opened,
      ...{ account: () => 'shop', perMinute: 60 },
      timing: {
        now: () => clock.ms + aheadMs,
        uptime: () => clock.ms,
        random: Math.random,
        async sleep(ms) {
          clock.ms += ms;
        },
      },
    });
  };
  return { clock, one: await open(), other: await open(wrongMs) };
}

const READ = { effect: 'read', signal: undefined } as const;

describe('a pause that the upstream asks one process for', () => {
  it.each([
    ['a person', <T>(work: () => T) => work()],
    ['a job', asJob],
  ])('stops the next request of %s in every other at once', async (_who, as) => {
    const { clock, one, other } = await twoProcesses();
    await as(() => other.admit(READ));
    const began = clock.ms;
    await one.onRateLimited(30_000);
    await as(() => other.admit(READ));
    expect(clock.ms - began).toBeGreaterThanOrEqual(30_000);
    expect(clock.ms - began).toBeLessThan(45_000);
  });

  it.each([
    ['fast', 10 * 60_000],
    ['slow', -10 * 60_000],
  ])('keeps a process whose clock is %s as long as every other', async (_how, wrongMs) => {
    for (const isTold of ['one', 'other'] as const) {
      const { clock, one, other } = await twoProcesses(wrongMs);
      await { one, other }[isTold].onRateLimited(30_000);
      const began = clock.ms;
      await other.admit(READ);
      expect(clock.ms - began).toBe(30_000);
    }
  });

  it('keeps jobs to its end, however long, and a person for two minutes', async () => {
    const { clock, one, other } = await twoProcesses();
    await one.onRateLimited(600_000);
    const began = clock.ms;
    await other.admit(READ);
    expect(clock.ms - began).toBe(120_000);
    await asJob(() => other.admit(READ));
    expect(clock.ms - began).toBeGreaterThanOrEqual(600_000);
    expect(clock.ms - began).toBeLessThan(645_000);
  });

  it('is over once the clock was set back by more than any pause', async () => {
    const { clock, one, other } = await twoProcesses();
    await one.onRateLimited(600_000);
    clock.ms -= 24 * 3_600_000;
    const began = clock.ms;
    for (const each of [one, other]) await each.admit(READ);
    expect(clock.ms).toBe(began);
  });

  it('keeps nothing waiting that changes state: its turn was that of the reading before it', async () => {
    const { clock, one, other } = await twoProcesses();
    await one.onRateLimited(30_000);
    const began = clock.ms;
    await other.admit({ ...READ, effect: 'spend' });
    expect(clock.ms).toBe(began);
  });
});

it('whoever asks for much at a time keeps others waiting for a few of it alone', async () => {
  const opened = await openLedger({ path: `${temporaryFolder()}/ledger.sqlite`, now: () => 0 });
  onTestFinished(() => opened.close());
  const sleep = () => new Promise<void>(() => {});
  const { admit, onRateLimited } = pace({
    ledger: async () => opened,
    ...{ account: () => 'shop', perMinute: 60 },
    timing: { now: () => 0, uptime: () => 0, random: Math.random, sleep },
  });
  await onRateLimited(1_000);
  const told: string[] = [];
  const waits: number[] = [];
  function ask(person: string): void {
    const tell = (leftMs: number) => {
      told.push(person);
      waits.push(leftMs);
    };
    void asCaller({ person, tell }, () => admit(READ));
  }
  for (let time = 0; time < 32; time += 1) ask('bob');
  await expect.poll(() => told).toHaveLength(4);
  ask('alice');
  await expect.poll(() => told).toEqual([...Array(4).fill('bob'), 'alice']);
  expect(waits.at(-1)).toBeLessThan(10_000);
});
