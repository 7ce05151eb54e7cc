import { describe, expect, it } from 'vitest';
import { openSupplier } from '../testing/open-supplier.ts';

describe('the signature', () => {
  it('is asked of every request, over the posted fields', async () => {
    const { ask } = await openSupplier();
    expect((await ask('items')).json).toMatchObject({ code: 200, msg: 'success' });
    const unsigned = { headers: { 'api-signature': '' } };
    expect((await ask('items', {}, unsigned)).json).toEqual({ code: 0, msg: '签名验证错误' });
    const stranger = { headers: { 'api-id': '10002' } };
    expect((await ask('items', {}, stranger)).json).toEqual({ code: 0, msg: '商户不存在' });
  });

  it('covers no JSON body: PHP only reads forms', async () => {
    const { ask } = await openSupplier();
    const post = { headers: { 'content-type': 'application/json' }, body: '{"id":1}' };
    expect((await ask('item', { id: '1' }, post)).json).toEqual({ code: 0, msg: '签名验证错误' });
    expect((await ask('item', {}, post)).json).toEqual({ code: 0, msg: '商品不存在' });
  });

  it.each(['a b', 'a.b', 'a[b'])('fails for a field named %j, which PHP renames', async (name) => {
    const { ask } = await openSupplier();
    const body = new URLSearchParams({ id: '1', [name]: 'x' }).toString();
    expect((await ask('item', { id: '1', [name]: 'x' }, { body })).json).toEqual({
      code: 0,
      msg: '签名验证错误',
    });
    expect((await ask('item', { id: '1', a_b: 'x' }, { body })).json).toMatchObject({ code: 200 });
  });

  it.each(['a%41', 'a&b', 'a\u00A0b', 'a\u3000b', 'x]', 'a%'])(
    'stands for a field named %j, which PHP keeps',
    async (name) => {
      const { buy } = await openSupplier();
      expect((await buy({ [name]: 'v' })).json).toMatchObject({ code: 200 });
    },
  );

  it.each([
    'a&b',
    'a<b',
    'a"b',
    "a'b",
    'a%41b',
    ' a',
    'a ',
    'a\u0001b',
    'a\r\nb',
    '{"a":1}',
    '&#33;',
    'a\uFFFEb',
    'a\uFFFFb',
    '[STYLE-TAG]x[/STYLE-TAG]',
  ])('fails for %j, which the request filter alters', async (value) => {
    const { buy } = await openSupplier();
    expect((await buy({ note: value })).json).toMatchObject({ code: 0, msg: '签名验证错误' });
  });

  it.each([
    '卡密 😀',
    'a+b',
    '50%',
    'a\nb',
    'https://x.example/?x=1',
    '@=#\\|;-:',
    'a\tb',
    'a b',
    '\u3000a',
    '[x',
    '[1]',
    '[]',
    '{}',
    'a\u00A0b\u200B\uFEFF',
  ])('stands for %j', async (value) => {
    const { buy } = await openSupplier();
    expect((await buy({ note: value })).json).toMatchObject({ code: 200 });
  });
});
