import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import type { Errand } from './errand.ts';
import { workInProcess } from './in-process.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  onTestFinished(() => void vi.useRealTimers());
});

/** What there is to do, and who is told when it ends. */
function errandOf(due: () => string[] | Promise<string[]>, everyMs = 1_000) {
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const signals: AbortSignal[] = [];
  const errand: Errand = {
    ...{ name: 'some', everyMs },
    due: async () => due(),
    run(what, signal) {
      begun.push(what);
      signals.push(signal);
      const end = Promise.withResolvers<void>();
      ends.set(what, end);
      return end.promise;
    },
  };
  const failures: unknown[] = [];
  const engine = workInProcess([errand], (_, error, what) => failures.push([what, error]));
  return { engine, begun, ends, failures, signals };
}

it('looks at once, and then again and again', async () => {
  let round = 0;
  const { begun } = errandOf(() => [`${++round}`]);
  await vi.advanceTimersByTimeAsync(2_500);
  expect(begun).toEqual(['1', '2', '3']);
});

it('begins nothing a second time that is still under way, and goes on with it once it has ended', async () => {
  const { begun, ends } = errandOf(() => ['job']);
  await vi.advanceTimersByTimeAsync(3_500);
  expect(begun).toEqual(['job']);
  ends.get('job')?.resolve();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toEqual(['job', 'job']);
});

it('looks when it is told to', async () => {
  let due: string[] = [];
  const { engine, begun } = errandOf(() => due);
  await vi.advanceTimersByTimeAsync(500);
  due = ['new'];
  engine.look();
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toEqual(['new']);
});

it('looks later for each who wants that, once for those who want it at about the same time', async () => {
  let looks = 0;
  const { engine } = errandOf(() => {
    looks += 1;
    return [];
  }, 3_600_000);
  const looksAt = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms - Date.now());
    return looks;
  };
  expect(await looksAt(0)).toBe(1);
  engine.look(5_000);
  await vi.advanceTimersByTimeAsync(900);
  engine.look(5_000);
  await vi.advanceTimersByTimeAsync(2_100);
  engine.look(5_000);
  expect(await looksAt(5_999)).toBe(1);
  expect(await looksAt(6_000)).toBe(2);
  expect(await looksAt(7_999)).toBe(2);
  expect(await looksAt(8_000)).toBe(3);
  engine.look(5_000);
  expect(await looksAt(14_000)).toBe(4);
});

it('looks no more once it has ended, whoever wanted that', async () => {
  let looks = 0;
  const { engine } = errandOf(() => {
    looks += 1;
    return [];
  });
  engine.look(100);
  await engine.end();
  engine.look(100);
  engine.look();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(looks).toBe(1);
});

it('goes on after a failure, and tells of it', async () => {
  const rounds = [() => Promise.reject(new Error('no ledger')), () => ['job'], () => ['job']];
  const { begun, ends, failures } = errandOf(() => rounds.shift()?.() ?? []);
  await vi.advanceTimersByTimeAsync(1_000);
  ends.get('job')?.reject(new Error('no shop'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toEqual(['job', 'job']);
  expect(failures).toEqual([
    [undefined, new Error('no ledger')],
    ['job', new Error('no shop')],
  ]);
});

it('ends once what is under way has ended, which is told to', async () => {
  const { engine, begun, ends, signals } = errandOf(() => ['job']);
  await vi.advanceTimersByTimeAsync(0);
  const ended = vi.fn();
  const end = engine.end().then(ended);
  await vi.advanceTimersByTimeAsync(5_000);
  expect([signals[0]?.aborted, ended.mock.calls.length, begun.length]).toEqual([true, 0, 1]);
  ends.get('job')?.resolve();
  await end;
  expect(ended).toHaveBeenCalledOnce();
});
