import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { lineWriter } from './line-writer.ts';

it('does not listen to a host that does not read, until it has read', async () => {
  const [input, output] = [new PassThrough(), new PassThrough({ highWaterMark: 16 })];
  const heard: string[] = [];
  input.on('data', (chunk) => heard.push(String(chunk)));
  const write = lineWriter(input, output, 100);

  write({ text: 'x'.repeat(50) });
  expect(input.isPaused()).toBe(false);
  for (let times = 0; times < 3; times += 1) write({ text: 'x'.repeat(50) });
  expect(input.isPaused()).toBe(true);
  input.write('a call');
  expect(heard).toEqual([]);

  const lines = String(await new Promise((resolve) => output.once('data', resolve)));
  expect(lines).toMatch(/^\{"text":"x+"\}\n/);
  output.resume();
  await expect.poll(() => heard).toEqual(['a call']);
});
