import { expect, test } from 'vitest';
import { parseForm, sign, signForm, verify, verifyForm } from './index.ts';

/** A notification as a shop on real PHP sent it. */
const SECRET = '8F3A2C9D1E7B6A54';
const SIGNATURE = 'b5fd7d848b217bb4defb55e05975c1ef';
const BODY =
  'status=1&contents=CARD-LATE----pw%2B1%25%0Aline2+%26+%3Cb%3Ex%3C%2Fb%3E+%E4%B8%AD%E6%96%87' +
  '&item_trade_no=280000000001795206088944&trade_no=261121889859015349845999&amount=1.00' +
  '&trade_time=2026-11-21+04%3A21%3A28';

const asText = (body: Uint8Array | string) =>
  Object.fromEntries(parseForm(body).map(({ name, value }) => [name, value]));

test('a notification of real PHP verifies, as text, as bytes and as fields', () => {
  expect(verifyForm(BODY, SECRET, SIGNATURE)).toBe(true);
  expect(verifyForm(new TextEncoder().encode(BODY), SECRET, SIGNATURE)).toBe(true);
  expect(verify(asText(BODY), SECRET, SIGNATURE)).toBe(true);
});

test('a notification with any one byte replaced does not verify', () => {
  const bytes = Buffer.from(BODY);
  const accepted: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    // "~" stands nowhere in the body and decodes to itself, so this always changes what the body means; "b" for "B" in an
    // escape, or "+" for an encoded space, would not.
    const forged = Buffer.from(bytes);
    forged.write('~', at);
    if (verifyForm(forged, SECRET, SIGNATURE)) accepted.push(at);
  }
  expect(accepted).toEqual([]);
  expect(bytes).toHaveLength(210);
});

test('a notification without its signature does not verify', () => {
  expect(verifyForm(BODY, SECRET, undefined)).toBe(false);
});

test.each([
  ['plus and escapes', 'a=1+2%2B%E4%B8%AD', { a: '1 2+中' }],
  ['an escape that is none', 'a=%&b=%4&c=%zz', { a: '%', b: '%4', c: '%zz' }],
  ['a repeated name: the last', 'a=1&a=2', { a: '2' }],
  ['no value', 'a&b=', { a: '', b: '' }],
  ['an equals sign in a value', 'a=b=c', { a: 'b=c' }],
  ['space and dot in a name', 'a+b=1&c.d=2', { a_b: '1', c_d: '2' }],
  ['leading spaces in a name', '+%20a=1', { a: '1' }],
  ['an array, left out', 'a[]=1&b%5Bx%5D=2&c=3', { c: '3' }],
  ['an array that a text replaces', 'a[]=1&a=2', { a: '2' }],
  ['a text that an array replaces', 'a=1&a[]=2', {}],
  ['a bracket that is never closed', 'a[b.c=1', { a_b_c: '1' }],
  ['a bracket that is never opened', 'a]=1', { 'a]': '1' }],
  ['a name cut at NUL', 'a%00b=1', { a: '1' }],
  ['names PHP drops', '=1&[a]=2&[a=3&%00=4', {}],
  ['an empty body', '', {}],
  ['a byte order mark, which is text', '%EF%BB%BFa=%EF%BB%BFb', { '\ufeffa': '\ufeffb' }],
])('parseForm reads %s', (_, body, fields) => {
  expect(asText(body)).toEqual(fields);
});

test('a body and its fields have the same signature', () => {
  expect(signForm('b=2&a=%E4%B8%AD+1&sign=x&c=', 's%FF+1')).toBe(sign({ a: '中 1', b: '2' }, 's%FF+1'));
});

test('no more fields are read than PHP reads by default', () => {
  const body = Array.from({ length: 1_001 }, (_, at) => `f${at}=1`).join('&');
  expect(parseForm(body)).toHaveLength(1_000);
});
