import { expect, test } from 'vitest';
import { pollUntil, type WaitOptions } from './poll.ts';
import { instantTiming } from './testing/instant-timing.ts';

/** When it is asked, in milliseconds from the first time, until the answer is `last`. */
async function asked(options: WaitOptions<number>, last = Number.POSITIVE_INFINITY) {
  const timing = instantTiming(Date.parse('2026-11-21T12:00:00+08:00'));
  const start = timing.now();
  const times: number[] = [];
  const ask = async () => times.push(Math.round(timing.now() - start));
  const value = await pollUntil(ask, (count) => count === last, timing, options);
  return { times, value };
}

test('the pauses grow from half a second to five, and the last ends with the time', async () => {
  const { times, value } = await asked({ maxWaitMs: 20_000 });
  expect(times).toEqual([0, 500, 1_300, 2_580, 4_628, 7_905, 12_905, 17_905, 20_000]);
  expect(value).toBe(times.length);
});

test('a minute is waited unless more is asked for; beyond it, pauses grow to a minute', async () => {
  expect((await asked({})).times.at(-1)).toBe(60_000);
  const { times } = await asked({ maxWaitMs: 600_000 });
  const pauses = times.map((time, at) => time - (times[at - 1] ?? 0));
  expect(Math.max(...pauses.filter((_, at) => (times[at - 1] ?? 0) < 60_000))).toBe(5_000);
  expect(Math.max(...pauses)).toBe(60_000);
});

test('from a full minute on the pauses grow again', async () => {
  const pauses: number[] = [];
  let passed = 0;
  const timing = {
    ...instantTiming(),
    uptime: () => passed,
    async sleep(ms: number) {
      if (pauses.push(ms) === 6) passed = 60_000;
    },
  };
  let count = 0;
  const options = { maxWaitMs: Number.POSITIVE_INFINITY };
  await pollUntil(
    async () => ++count,
    (asked) => asked === 9,
    timing,
    options,
  );
  expect(pauses.slice(5)).toEqual([5_000, 5_000, 8_000]);
});

test('a finished answer is given at once, and one that is not, too, where nobody waits', async () => {
  expect(await asked({ maxWaitMs: Number.POSITIVE_INFINITY }, 3)).toEqual({
    times: [0, 500, 1_300],
    value: 3,
  });
  expect(await asked({ maxWaitMs: 0 })).toEqual({ times: [0], value: 1 });
});

test('who waits is not kept longer by a clock that is set back', async () => {
  const timing = instantTiming();
  const start = timing.uptime();
  let set = 0;
  const ask = async () => {
    set -= 86_400_000;
    return timing.uptime() - start;
  };
  const setBack = { ...timing, now: () => timing.now() + set };
  expect(await pollUntil(ask, () => false, setBack, { maxWaitMs: 20_000 })).toBe(20_000);
});

test('what is left of the last millisecond is not waited for, as a clock may not show it', async () => {
  const instant = instantTiming();
  const timing = { ...instant, sleep: (ms: number) => instant.sleep(Math.floor(ms)) };
  let asked = 0;
  await pollUntil(
    async () => ++asked,
    (count) => count > 5,
    timing,
    { maxWaitMs: 500.5 },
  );
  expect(asked).toBe(2);
});

test('each answer is told, with the time since the first', async () => {
  const told: [number, number][] = [];
  await asked({ maxWaitMs: 1_300, onPoll: (value, elapsedMs) => told.push([value, elapsedMs]) });
  expect(told).toEqual([
    [1, 0],
    [2, 500],
    [3, 1_300],
  ]);
});

test.each([-1, Number.NaN])('%d is no time to wait', async (maxWaitMs) => {
  await expect(asked({ maxWaitMs })).rejects.toThrow(TypeError);
});
