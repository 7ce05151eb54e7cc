import { describe, expect, test } from 'vitest';
import { OverLimitError, parseJson } from './json-limits.ts';

describe('refused, before anything is built of it, is', () => {
  test.each([
    ['a million objects', `[${Array(1_000_000).fill('{"id":1}').join()}]`],
    ['an object of 60,000 names', `{${Array.from({ length: 60_000 }, (_, at) => `"${at}":1`).join()}}`],
    ['a hundred thousand levels', '['.repeat(100_000)],
    [
      'an object of 1,001 names',
      `[{},{"a":{${Array.from({ length: 1_001 }, (_, at) => `"${at}":[1,1]`).join()}}}]`,
    ],
    ['50,001 values', `[${'1,'.repeat(50_000)}1]`],
    ['many values after a line break', `\n [${'1,'.repeat(60_000)}1]`],
    ['1,001 names at the 64th level', `${'['.repeat(63)}{${'"a":1,'.repeat(1_000)}"a":1}${']'.repeat(63)}`],
    ['65 levels', `${'['.repeat(65)}${']'.repeat(65)}`],
    ['what hides behind quotes', `["\\\\",${Array(60_000).fill('"\\""').join()}]`],
  ])('%s', (_, text) => {
    expect(() => parseJson(text)).toThrow(OverLimitError);
  });
});

test.each([
  ['50,000 values', [...Array(50_000).keys()]],
  [
    '1,000 names',
    [Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`n${at}`, [1, 2]])), { a: 1 }],
  ],
  ['64 levels', JSON.parse(`${'['.repeat(64)}${']'.repeat(64)}`)],
  ['one long text of commas and brackets', { text: '[{,"\\'.repeat(400_000) }],
  ['a text that ends in a backslash', ['\\', '\\\\', '"', '\\"']],
])('%s are read as they are', (_, value) => {
  expect(parseJson(JSON.stringify(value))).toEqual(value);
});

test.each([
  ['["a,[,{,b"]', 1],
  ['["\\\\",1,1]', 3],
  ['["\\",[,[",1]', 2],
  ['["\\\\\\"",1]', 2],
  ['[[],[1]]', 4],
])('%s holds %d values, whatever stands in its texts', (text, count) => {
  expect(parseJson(text, { mostValues: count })).toEqual(JSON.parse(text));
  expect(() => parseJson(text, { mostValues: count - 1 })).toThrow(`more than ${count - 1} values`);
});

test.each(['', '{"a":"', '{"a":"\\"', 'x,'.repeat(60_000), `<p>{${'x,'.repeat(60_000)}`])(
  'what is no JSON is none, whatever it counts',
  (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  },
);
