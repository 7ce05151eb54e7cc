import { expect, it } from 'vitest';
import { rememberLast } from './remember-last.ts';

it('makes the same of the same text once, and of another one anew', () => {
  const made: string[] = [];
  const parse = rememberLast((text: string | null) => {
    made.push(String(text));
    return { text };
  });
  expect(parse('a')).toBe(parse('a'));
  expect([parse(null), parse(null), parse('a')]).toEqual([{ text: null }, { text: null }, { text: 'a' }]);
  expect(made).toEqual(['a', 'null', 'a']);
});
