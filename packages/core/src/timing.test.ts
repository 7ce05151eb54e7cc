import { setImmediate } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { realTiming } from './timing.ts';

test('a sleep ends when its time has come, and not before', async () => {
  const awake = vi.fn();
  const slept = realTiming.sleep(20).then(awake);
  await setImmediate();
  expect(awake).not.toHaveBeenCalled();
  await slept;
});

test('a sleep that is cancelled rejects with the reason it was given', async () => {
  const reason = new Error('enough');
  const stop = new AbortController();
  const slept = realTiming.sleep(100, stop.signal);
  stop.abort(reason);
  await expect(slept).rejects.toBe(reason);
  await expect(realTiming.sleep(100, stop.signal)).rejects.toBe(reason);
});
