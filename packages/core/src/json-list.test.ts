import { describe, expect, test } from 'vitest';
import { splitJsonList } from './json-list.ts';

const split = (text: string) => splitJsonList(Buffer.from(text), 'data');
const elementsOf = async (text: string) => Array.fromAsync((await split(text))?.elements ?? []);

test.each([[[]], [[1]], [[{ a: [1, { b: '],"}' }] }, 'x\\"],', null, [[]], '中文 😀']]])(
  '%j comes out as it went in, spaced or not',
  async (list) => {
    for (const space of [0, 2]) {
      const body = { code: 200, other: [{ data: [9] }], data: list, msg: 'a[]"' };
      const text = JSON.stringify(body, null, space);
      expect(await elementsOf(text)).toEqual(list);
      expect(JSON.parse((await split(text))?.envelope ?? '')).toEqual({
        code: 200,
        other: [{ data: [9] }],
        data: [],
        msg: 'a[]"',
      });
    }
  },
);

test.each([
  '',
  '<html>',
  '[1,2]',
  '{"code":0}',
  '{"data":null}',
  '{"data":"[1]"}',
  '{"x":{"data":[1]}}',
  '{"data":[1,2',
  '{"data":["\\',
])('%s has no complete list to split off', async (text) => {
  expect(await split(text)).toBeNull();
});

test.each(['{"data":[1,]}', '{"data":[,]}', '{"data":[tru]}'])(
  '%s fails where its element is reached',
  async (text) => {
    await expect(elementsOf(text)).rejects.toThrow(SyntaxError);
  },
);

describe('refused, before it is parsed, is', () => {
  test.each([
    ['a list of 25,001', `{"data":[${Array(25_001).fill('{}').join()}]}`, 'a list of more than 25000'],
    ['a list of 750,000 values', `{"data":[[${'1,'.repeat(750_000)}1]]}`, 'more than 750000 values'],
    ['one thing with 50,000 values', `{"data":[[${'1,'.repeat(50_000)}1]]}`, 'more than 50000 values'],
    ['one thing of 2 MiB', `{"data":["${'x'.repeat(2 * 1024 * 1024)}"]}`, '2097154 bytes about one thing'],
    ['one thing of 65 levels', `{"data":[${'['.repeat(65)}${']'.repeat(65)}]}`, 'more than 64 levels'],
  ])('%s', async (_, text, message) => {
    await expect(elementsOf(text)).rejects.toThrow(message);
  });
});

test('others get a turn while a long list is read, and it can be stopped', async () => {
  const text = `{"data":[${Array(20_000).fill('{"id":[1,1,1,1,1,1,1,1,1,1]}').join()}]}`;
  let turns = 0;
  const ticking = setInterval(() => {
    turns += 1;
  });
  await elementsOf(text);
  clearInterval(ticking);
  expect(turns).toBeGreaterThan(0);

  const stop = new AbortController();
  const list = await splitJsonList(Buffer.from(text), 'data', stop.signal);
  stop.abort(new Error('enough'));
  await expect(Array.fromAsync(list?.elements ?? [])).rejects.toThrow('enough');
});
