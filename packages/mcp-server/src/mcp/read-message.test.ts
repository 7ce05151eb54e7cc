import { describe, expect, it } from 'vitest';
import { readMessage } from './read-message.ts';

const read = (text: string) => readMessage(Buffer.from(text));
const refusal = (code: number, id: unknown = null) => ({
  refusal: { id, code, message: expect.any(String) },
});

describe('a line is', () => {
  it.each([
    ['{"jsonrpc":"2.0","id":0,"method":"x"}', { request: { jsonrpc: '2.0', id: 0, method: 'x' } }],
    ['\uFEFF{"jsonrpc":"2.0","id":"","method":"x"}\r', { request: { jsonrpc: '2.0', id: '', method: 'x' } }],
    ['{"jsonrpc":"2.0","method":"x","params":null}', { notification: { jsonrpc: '2.0', method: 'x' } }],
    [
      '{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":1},"more":2}',
      { request: { jsonrpc: '2.0', id: 1, method: 'x', params: { a: 1 } } },
    ],
    ['{"jsonrpc":"2.0","id":1,"result":{}}', { response: { jsonrpc: '2.0', id: 1, result: {} } }],
    ['{"jsonrpc":"2.0","id":0,"error":{}}', { response: { jsonrpc: '2.0', id: 0, error: {} } }],
  ])('a message: %s', (line, said) => expect(read(line)).toEqual(said));

  it.each(['null', '""', '"0"', '0.5', '[0]'])('no answer to a question of ours, by the id %s', (id) => {
    expect(read(`{"jsonrpc":"2.0","id":${id},"result":{}}`)).toEqual({ stray: expect.any(String) });
  });

  it.each(['', ' ', '\r', '\t\r'])('nothing: %j', (line) => expect(read(line)).toBeNull());

  it.each(['x', '{', '{"jsonrpc":"2.0"}}', '\0', '{"a":"\0"}', '{"a":NaN}', "{'a':1}", '\uFEFF\uFEFF{}'])(
    'not JSON: %j',
    (line) => expect(read(line)).toEqual(refusal(-32_700)),
  );

  it.each(['[]', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', '1', '"x"', 'null', 'true', '{}'])(
    'no message: %s',
    (line) => expect(read(line)).toEqual(refusal(-32_600)),
  );

  it.each(['null', '1.5', '1e400', '9007199254740992', 'true', '{}', '[1]'])(
    'a request with an id that is none: %s',
    (id) => expect(read(`{"jsonrpc":"2.0","id":${id},"method":"x"}`)).toEqual(refusal(-32_600)),
  );

  it.each([
    ['{"jsonrpc":"1.0","id":7,"method":"x"}', -32_600],
    ['{"id":7,"method":"x"}', -32_600],
    ['{"jsonrpc":"2.0","id":7}', -32_600],
    ['{"jsonrpc":"2.0","id":7,"method":5}', -32_600],
    ['{"jsonrpc":"2.0","id":7,"method":"x","params":[1]}', -32_602],
    ['{"jsonrpc":"2.0","id":7,"method":"x","params":"a"}', -32_602],
  ])('refused by the id that it has: %s', (line, code) => expect(read(line)).toEqual(refusal(code, 7)));
});

it('bytes that are not UTF-8 are never replaced by others', () => {
  const line = Buffer.concat([Buffer.from('{"jsonrpc":"2.0","id":1,"method":"'), Buffer.of(0xff)]);
  expect(readMessage(Buffer.concat([line, Buffer.from('"}')]))).toEqual(refusal(-32_700));
});

it('what is nested too deep or holds too much is refused before it is built', () => {
  const message = (params: string) => `{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":${params}}}`;
  expect(read(message('['.repeat(60) + ']'.repeat(60)))).toHaveProperty('request');
  expect(read(message('['.repeat(500_000)))).toEqual(refusal(-32_600));
  const items = Array.from(
    { length: 5_000 },
    () => '{"goods_id":1,"sub_id":11,"quantity":1,"fields":{"account":"a"}}',
  );
  expect(read(message(`[${items}]`))).toHaveProperty('request');
  expect(read(message(`[${'{},'.repeat(1_000_000)}{}]`))).toEqual(refusal(-32_600));
});

it('names that mean something to JavaScript are names like others', () => {
  const line =
    '{"jsonrpc":"2.0","id":1,"method":"x","__proto__":{"method":"y"},"params":{"__proto__":{"a":1}}}';
  const said = read(line);
  expect(said).toHaveProperty('request.method', 'x');
  expect(Object(said).request.params.a).toBeUndefined();
});

it('no refusal repeats what was sent', () => {
  for (const line of [
    'a-secret',
    '{"jsonrpc":"a-secret"}',
    '{"jsonrpc":"2.0","id":{"a":"a-secret"},"method":"a-secret"}',
  ])
    expect(JSON.stringify(read(line))).not.toContain('a-secret');
});
