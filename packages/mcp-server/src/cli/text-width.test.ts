import { expect, it } from 'vitest';
import { cutToWidth, widthOf } from './text-width.ts';

it.each([
  ['腾讯视频', 8, '腾讯视频'],
  ['腾讯视频', 7, '腾讯视…'],
  ['腾讯视频', 6, '腾讯…'],
  ['abc def', 5, 'abc…'],
  ['家👨‍👩‍👧‍👦庭', 4, '家…'],
  ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
  ['', 3, ''],
])('%j in %d columns is %j', (text, columns, cut) => {
  expect(cutToWidth(text, columns)).toBe(cut);
  expect(widthOf(cut)).toBeLessThanOrEqual(columns);
});
