import { describe, expect, test } from 'vitest';
import { prepareFields, SupplierClient, type Widget } from '../index.ts';
import { mockShop } from '../testing/mock-shop.ts';

const account: Widget = {
  name: 'account',
  title: '充值账号',
  placeholder: null,
  type: 'text',
  required: false,
  regex: null,
  error: null,
  options: [],
};
const one = (changes: Partial<Widget>) => [{ ...account, ...changes }];

test.each([
  ['a%41b', '%41'],
  ['100%ab', '%ab'],
  ['a&b', '&'],
  ['&amp;', '&'],
  ['a<b', '<'],
  ['a>b', '>'],
  ['say "x"', '"'],
  ["it's", "'"],
  ['{"a":1}', '"'],
  ['a\u0000b', '\u0000'],
  ['a\u001bb', '\u001b'],
  ['a\rb', '\r'],
  ['a\u007fb', '\u007f'],
  ['a\ud800b', '\ud800'],
  ['a\ufffeb', '\ufffe'],
  ['a\uffffb', '\uffff'],
  ['[STYLE-TAG]x', '[STYLE-TAG]'],
  ['x[/STYLE-TAG]', '[/STYLE-TAG]'],
])('%j is refused before sending, with the field’s title and %j named', async (value, culprit) => {
  const { agent, requests } = mockShop('https://shop.example', []);
  const supplier = new SupplierClient({
    url: 'https://shop.example',
    apiId: '1',
    apiKey: 'k',
    dispatcher: agent,
  });
  const sent = supplier.trade({ sku_id: 1, quantity: 1, fields: { account: value }, widget: [account] });
  const error = await sent.catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'invalid_request', outcome: 'not_committed' });
  expect(String(error)).toContain('“充值账号”');
  expect(String(error)).toContain(JSON.stringify(culprit));
  expect(requests).toEqual([]);
});

test.each([
  'plain',
  '中文 😀',
  'a b',
  'a+b',
  '50%',
  '100% ok',
  'a\nb',
  'a\tb',
  '@=#\\|;-:/?',
  'https://x.example/?x=1',
  '[draft',
  '{x}',
  '{}',
  '[1,2]',
  '123',
])('%j goes out as it is', (value) => {
  expect(prepareFields({ account: value }, null)).toEqual({ account: value });
});

test('values are trimmed, line ends normalised, and empty ones left out', () => {
  expect(prepareFields({ account: '  a\r\nb \n', note: '  ' }, null)).toEqual({ account: 'a\nb' });
});

test.each([
  'sku_id',
  'quantity',
  'trade_no',
  'async_url',
  'sign',
  'a b',
  'a.b',
  'a[0]',
  'a<b',
  'a\u0000',
  '',
])('the name %j is refused', (name) => {
  expect(() => prepareFields({ [name]: 'x' }, null)).toThrow(/cannot be sent/);
});

test('a field that the item does not have is refused, naming those it has', () => {
  expect(() => prepareFields({ acount: 'x' }, [account])).toThrow(/acount.*account/);
});

describe('patterns', () => {
  test('an empty required value is refused by its title', () => {
    expect(() => prepareFields({ account: ' ' }, one({ required: true }))).toThrow(/充值账号.*filled in/);
  });

  test('a mismatch is refused in the shop’s own words', () => {
    expect(() => prepareFields({ account: 'abc' }, one({ regex: '^\\d+$', error: '只能是数字' }))).toThrow(
      '只能是数字',
    );
  });
});
