import { describe, expect, test, vi } from 'vitest';
import { splitJsonList } from './json-list.ts';

const split = (text: string) => splitJsonList(Buffer.from(text), 'data');
const elementsOf = async (text: string) => Array.fromAsync((await split(text))?.elements ?? []);

test.each([[[]], [[1]], [[{ a: [1, { b: '],"}' }] }, 'x\\"],', null, [[]], '中文 😀']]])(
  '%j comes out as it went in, spaced or not',
  async (list) => {
    for (const space of [0, 2]) {
      const body = { code: 200, other: [{ data: [9] }], more: { a: 1, b: 2 }, data: list, msg: 'a[]"' };
      const text = JSON.stringify(body, null, space);
      expect(await elementsOf(text)).toEqual(list);
      expect(JSON.parse((await split(text))?.envelope ?? '')).toEqual({
        code: 200,
        other: [{ data: [9] }],
        more: { a: 1, b: 2 },
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
  '{"data":[1}',
  '{"data"x[1]}',
  '{"data"[1]}',
  '{"mydata":[1]}',
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

test('blanks around a name, a list and its elements are none of them', async () => {
  const text = `{"data"${' '.repeat(8)}: \n [ 1 , 2 ]}`;
  expect(await elementsOf(text)).toEqual([1, 2]);
  expect(await elementsOf('{"data":[ \n ]}')).toEqual([]);
});

test.each([
  ['25,000 elements', `{"data":[${Array(25_000).fill('1').join()}]}`],
  ['750,000 values', `{"data":[[${'1,'.repeat(749_997)}1]]}`],
])('a list of %s is no more than it may be', async (_, text) => {
  expect(await split(text)).not.toBeNull();
});

test('a thing of 2 MiB is read, and what follows it', async () => {
  const text = 'x'.repeat(2 * 1024 * 1024 - 2);
  expect(await elementsOf(`{"data":["${text}",1]}`)).toEqual([text, 1]);
});

describe('refused, before it is parsed, is', () => {
  test.each([
    ['a list of 25,001', `{"data":[${Array(25_001).fill('{}').join()}]}`, 'a list of more than 25000'],
    ['one that has no end, yet', `{"data":[${'1,'.repeat(40_000)}`, 'a list of more than 25000'],
    ['a list of 750,001 values', `{"data":[[${'1,'.repeat(749_998)}1]]}`, 'more than 750000 values'],
    ['one thing with 50,000 values', `{"data":[[${'1,'.repeat(50_000)}1]]}`, 'more than 50000 values'],
    ['one thing of 2 MiB', `{"data":["${'x'.repeat(2 * 1024 * 1024)}"]}`, '2097154 bytes about one thing'],
    ['one thing of 65 levels', `{"data":[${'['.repeat(65)}${']'.repeat(65)}]}`, 'more than 64 levels'],
  ])('%s', async (_, text, message) => {
    await expect(elementsOf(text)).rejects.toThrow(message);
  });
});

test('others get a turn before the list is found, too', async () => {
  using now = vi.spyOn(performance, 'now');
  let time = 0;
  now.mockImplementation(() => (time += 11)); // more than a turn
  const signal = AbortSignal.abort(new Error('enough'));
  const long = Buffer.from(`{"other":"${'x'.repeat(200_000)}","more":"${'x'.repeat(200_000)}","data":[]}`);
  await expect(splitJsonList(long, 'data', signal)).rejects.toThrow('enough');
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
