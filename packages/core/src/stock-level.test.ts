import { expect, test } from 'vitest';
import { stockLevel } from './index.ts';

test.each([
  [5, null, 'available'],
  [0, null, 'none'],
  [-1, null, 'none'],
  [null, '大量', 'available'],
  [null, '少量', 'scarce'],
  [null, '告急', 'scarce'],
  [null, '空了', 'none'],
  [null, '没货了', 'none'],
  [null, ' 在线发货 ', 'by_hand'],
  [null, '不限', 'unknown'],
  [null, 'constructor', 'unknown'],
  [null, '', 'unknown'],
  [null, null, 'unknown'],
] as const)('a stock of %j or %j is %s', (stock, stock_text, level) => {
  expect(stockLevel({ stock, stock_text })).toBe(level);
});
