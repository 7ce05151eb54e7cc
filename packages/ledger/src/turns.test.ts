import { describe, expect, it } from 'vitest';
import { clocked, MINUTE_MS } from './testing/clocked.ts';

const LIMIT = { count: 1, perMinute: 60 };

describe('requests to an account', () => {
  it('are never more in a minute than agreed, by however many processes', async () => {
    const { ledger, clock, open } = await clocked();
    const processes = [ledger, await open(), await open()];
    const made: number[] = [];
    for (let round = 0; round < 100; round += 1) {
      const each = processes[round % processes.length] ?? ledger;
      const { personFromMs } = await each.takeTurns('shop', LIMIT);
      clock.ms = Math.max(clock.ms, personFromMs);
      made.push(clock.ms);
    }
    const inMinuteFrom = (start: number) => made.filter((at) => at >= start && at < start + MINUTE_MS).length;
    expect(Math.max(...made.map(inMinuteFrom))).toBeLessThanOrEqual(60);
    expect(made.at(-1) ?? 0).toBeLessThan((made[0] ?? 0) + 2 * MINUTE_MS);
  });

  it('of a person come before those of a job, which leaves some free', async () => {
    const { ledger, clock } = await clocked();
    let turns = await ledger.takeTurns('shop', LIMIT);
    while (turns.jobFromMs <= clock.ms) turns = await ledger.takeTurns('shop', LIMIT);
    expect(turns.personFromMs).toBeLessThan(clock.ms - 5000);
  });

  it('wait as long as the upstream asks for, in all processes, and those to another account do not', async () => {
    const { ledger, clock, open } = await clocked();
    await ledger.takeTurns('shop', { ...LIMIT, count: 0, pauseUntilMs: clock.ms + 30_000 });
    const { personFromMs } = await (await open()).takeTurns('shop', LIMIT);
    expect(personFromMs).toBeGreaterThanOrEqual(clock.ms + 30_000);
    expect((await ledger.turns('other', 60)).personFromMs).toBeLessThanOrEqual(clock.ms);
    expect((await ledger.takeTurns('other', LIMIT)).personFromMs).toBeLessThanOrEqual(clock.ms);
  });

  it('may come at once in a quarter of a minute’s number, of which a job leaves half', async () => {
    const { ledger, clock } = await clocked();
    const before = clock.ms;
    // 45 a minute after the first 15.
    const interval = MINUTE_MS / 45;
    expect(await ledger.turns('shop', 60)).toEqual({
      personFromMs: -15 * interval,
      jobFromMs: -7 * interval,
    });
    const { personFromMs, jobFromMs } = await ledger.takeTurns('shop', { ...LIMIT, count: 15 });
    expect(personFromMs).toBeCloseTo(before, 0);
    expect(jobFromMs).toBeCloseTo(before + 8 * interval, 0);
    expect(await ledger.turns('shop', 60)).toEqual({ personFromMs, jobFromMs });
  });

  it('wait for no longer than a quarter of an hour, whatever the upstream asks for', async () => {
    const { ledger, clock } = await clocked();
    await ledger.takeTurns('shop', { ...LIMIT, count: 0, pauseUntilMs: clock.ms + 24 * 60 * MINUTE_MS });
    expect((await ledger.turns('shop', 60)).personFromMs).toBeCloseTo(clock.ms + 15 * MINUTE_MS, 0);
    clock.ms -= 60 * MINUTE_MS;
    expect((await ledger.turns('shop', 60)).personFromMs).toBeLessThanOrEqual(clock.ms);
  });

  it('are not kept waiting for long by a clock that was set back', async () => {
    const { ledger, clock } = await clocked();
    await ledger.takeTurns('shop', LIMIT);
    clock.ms -= 24 * 60 * MINUTE_MS;
    const { personFromMs } = await ledger.takeTurns('shop', LIMIT);
    expect(personFromMs).toBeLessThanOrEqual(clock.ms);
  });
});
