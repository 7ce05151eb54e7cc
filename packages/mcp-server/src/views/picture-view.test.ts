import { expect, it } from 'vitest';
import { viewPicture } from './picture-view.ts';

it.each([
  ['https://shop.example/a.jpg', 'https://shop.example/a.jpg'],
  ['//cdn.example/a.jpg', 'https://cdn.example/a.jpg'],
  ['/assets/a.png', 'https://shop.example/assets/a.png'],
  ['https://shop.example/图\u200B 片.jpg', 'https://shop.example/%E5%9B%BE%E2%80%8B%20%E7%89%87.jpg'],
  ['javascript:alert(1)', null],
  ['data:image/png;base64,AAAA', null],
  ['https://user:key@shop.example/a.jpg', null],
  [`https://shop.example/${'a'.repeat(1_000)}`, null],
  ['', null],
  [null, null],
])('the picture %s is %s', (address, shown) => {
  expect(viewPicture(address, 'https://shop.example/shop/')).toBe(shown);
});

it('a relative address is none where the shop’s is not known', () => {
  expect(viewPicture('/assets/a.png')).toBeNull();
});
