import { expect, test } from 'vitest';
import { splitJsonList } from './json-list.ts';

const split = (text: string) => splitJsonList(Buffer.from(text), 'data');

test.each([[[]], [[1]], [[{ a: [1, { b: '],"}' }] }, 'x\\"],', null, [[]], '中文 😀']]])(
  '%j comes out as it went in, spaced or not',
  (list) => {
    for (const space of [0, 2]) {
      const parts = split(
        JSON.stringify({ code: 200, other: [{ data: [9] }], data: list, msg: 'a[]"' }, null, space),
      );
      expect([...(parts?.elements ?? [])]).toEqual(list);
      expect(JSON.parse(parts?.envelope ?? '')).toEqual({
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
])('%s has no complete list to split off', (text) => {
  expect(split(text)).toBeNull();
});

test.each(['{"data":[1,]}', '{"data":[,]}', '{"data":[tru]}'])(
  '%s fails where its element is reached',
  (text) => {
    expect(() => [...(split(text)?.elements ?? [])]).toThrow(SyntaxError);
  },
);
