import { expect, it } from 'vitest';
import { cutToWidth, widthOf, wrapToWidth } from './text-width.ts';

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

it.each([
  ['two words and more', 10, 'two words\nand more'],
  ['查出被改动、删除的记录', 10, '查出被改\n动、删除的\n记录'],
  ['用 kamikit resume 恢复（需要确认）。', 14, '用 kamikit\nresume 恢复\n（需要确认）。'],
  ['一\n二', 10, '一\n二'],
])('%j is broken at %d columns, where it can be', (text, columns, wrapped) => {
  expect(wrapToWidth(text, columns)).toBe(wrapped);
});
