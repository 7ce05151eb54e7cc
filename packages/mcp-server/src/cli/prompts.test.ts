import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { until } from '../../test/until.ts';
import { setup } from '../messages/setup.en.ts';
import { askOn, Stopped } from './prompts.ts';

it('a key is read without being shown, in whole or in part', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = '';
  output.on('data', (chunk) => {
    shown += String(chunk);
  });
  const answer = askOn(input, output, setup).secret('The key');
  await until(() => shown.includes('The key'));
  for (const letter of 'canary-key') input.write(letter);
  input.write('\r');
  expect(await answer).toBe('canary-key');
  expect(shown.replaceAll('The key', '')).not.toMatch(/canary|[a-z]-k|▪/);
});

it('Ctrl+C ends the questions, and is no empty answer', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = '';
  output.on('data', (chunk) => {
    shown += String(chunk);
  });
  const answer = askOn(input, output, setup).secret('The key');
  await until(() => shown.includes('The key'));
  input.write('\u0003');
  await expect(answer).rejects.toThrow(Stopped);
});

it('one of some is chosen, the first unless another is, and Ctrl+C chooses none', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = '';
  output.on('data', (chunk) => {
    shown += String(chunk);
  });
  const person = askOn(input, output, setup);
  const choices = [
    { value: 'a', label: 'First', hint: 'found' },
    { value: 'b', label: 'Second' },
  ];
  const first = person.choose('Which?', choices);
  await until(() => shown.includes('Second'));
  input.write('\r');
  expect(await first).toBe('a');
  shown = '';
  const stopped = person.choose('Which?', choices);
  await until(() => shown.includes('Second'));
  input.write('\u0003');
  await expect(stopped).rejects.toThrow(Stopped);
});
