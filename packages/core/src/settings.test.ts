import { expect, it } from 'vitest';
import { parseBaseUrl } from './settings.ts';

it.each([
  ['https://www.tkhao.vip/api', 'https://www.tkhao.vip/api/'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/'],
  ['http://localhost/x/', 'http://localhost/x/'],
  ['http://[::1]:1/', 'http://[::1]:1/'],
])('takes %s', (text, href) => {
  expect(parseBaseUrl(text).href).toBe(href);
});

it.each([
  'shop.example',
  'http://shop.example',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'ftp://127.0.0.1/',
  'https://user:password@shop.example/',
  'https://shop.example/?key=1',
  'https://shop.example/#x',
])('refuses %s', (text) => {
  expect(() => parseBaseUrl(text)).toThrow(TypeError);
});
