import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, it, vi } from 'vitest';
import { onEnter } from './on-enter.ts';

it('every Enter on a terminal is heard, until it is over', async () => {
  const [input, act] = [Object.assign(new PassThrough(), { isTTY: true }), vi.fn()];
  const end = onEnter(act, input);
  input.write('\n');
  await expect.poll(() => act.mock.calls.length).toBe(1);
  input.write('\n');
  await expect.poll(() => act.mock.calls.length).toBe(2);
  end();
  input.write('\n');
  input.end();
  await once(input.resume(), 'end');
  expect(act).toHaveBeenCalledTimes(2);
});

it('what is no terminal is left alone', () => {
  const input = Object.assign(new PassThrough(), { isTTY: false });
  onEnter(() => {}, input);
  expect(input.listenerCount('data') + input.listenerCount('end')).toBe(0);
});
