import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { until } from '../../test/until.ts';
import { setup } from '../messages/setup.en.ts';
import { askOn, Stopped } from './prompts.ts';

/** A person at a terminal, and what it shows since the last question. */
function seated() {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = '';
  output.on('data', (chunk) => {
    shown += String(chunk);
  });
  return {
    person: askOn(input, output, setup),
    type: (keys: string) => void input.write(keys),
    shown: () => shown,
    async asked(question: string): Promise<void> {
      await until(() => shown.includes(question));
      shown = '';
    },
  };
}

it('a key is read without being shown, in whole or in part', async () => {
  const { person, asked, type, shown } = seated();
  const answer = person.secret('The key');
  await asked('The key');
  for (const letter of 'canary-key') type(letter);
  type('\r');
  expect(await answer).toBe('canary-key');
  expect(shown().replaceAll('The key', '')).not.toMatch(/canary|[a-z]-k|▪/);
});

it('Ctrl+C ends the questions, and is no empty answer', async () => {
  const { person, asked, type } = seated();
  for (const ask of [person.secret, person.text]) {
    const answer = ask('The key');
    await asked('The key');
    type('\u0003');
    await expect(answer).rejects.toThrow(Stopped);
  }
});

it('one of some is chosen, the first unless another is, and Ctrl+C chooses none', async () => {
  const { person, asked, type } = seated();
  const choices = [
    { value: 'a', label: 'First', hint: 'found' },
    { value: 'b', label: 'Second' },
  ];
  const first = person.choose('Which?', choices);
  await asked('Second');
  type('\r');
  expect(await first).toBe('a');
  const stopped = person.choose('Which?', choices);
  await asked('Second');
  type('\u0003');
  await expect(stopped).rejects.toThrow(Stopped);
});

it('a text is taken without the spaces around it, and nothing typed is no text', async () => {
  const { person, asked, type } = seated();
  for (const [keys, taken] of [
    ['  my shop \r', 'my shop'],
    ['  \r', null],
    ['\r', null],
  ] as const) {
    const answer = person.text('The name');
    await asked('The name');
    type(keys);
    expect(await answer).toBe(taken);
  }
});

it.each([
  ['Enter alone', '\r', false],
  ['y', 'y', true],
  ['n', 'n', false],
  ['Ctrl+C', '\u0003', false],
])('nothing but a yes agrees: %s', async (_, keys, isAgreed) => {
  const { person, asked, type } = seated();
  const answer = person.confirm('Write it?');
  await asked('Write it?');
  type(keys);
  expect(await answer).toBe(isAgreed);
});
