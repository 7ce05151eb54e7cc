import { expect, test } from 'vitest';
import { instrument } from './mutants.ts';

const FILE = 'packages/spending/src/send-once.ts';

test('each mutant is its file with one place changed, and known by the same key in the next run', async () => {
  const [first, again] = [await instrument([FILE], true), await instrument([FILE], true)];
  expect(first.mutants.length).toBeGreaterThan(0);
  for (const { source, after } of first.mutants) expect(source).toContain(after);
  expect(new Set(first.mutants.map(({ key }) => key)).size).toBe(first.mutants.length);
  expect(again.mutants.map(({ key }) => key)).toEqual(first.mutants.map(({ key }) => key));
});

test('the message of an error is no mutant, its code is', async () => {
  const { mutants } = await instrument(['packages/signing/src/php-number.ts'], true);
  const messages = mutants.filter(
    ({ before }) => before.includes('cannot be signed') && before.startsWith('`'),
  );
  expect(messages.map(({ ignored }) => ignored)).toEqual(['the message of an error']);
});
