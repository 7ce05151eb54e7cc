import { expect, it } from 'vitest';
import { commands as english } from '../messages/commands.en.ts';
import { commands as chinese } from '../messages/commands.zh.ts';
import { assertLines } from './wrong-lines.ts';

const wish = { kind: 'purchase', items: [], max_total: '1', idempotencyKey: 'k' } as const;

function told(lines: readonly number[]): string {
  const wrong = lines.map((line) => ({ line, what: `fault ${line}` }));
  try {
    assertLines({ items: [], wrong }, { ...wish, items: [{}] }, english);
  } catch (error) {
    return String(error);
  }
  return '';
}

it.each([
  ['en', english, 'line 5: the same as line 2'],
  ['zh', chinese, '第 5 行：与第 2 行相同'],
])('names what is listed twice by both lines: %s', (_, say, told) => {
  const item = { sku_id: 11, floor: 1, target: 2, max_price: '1', stock: 0 };
  const items = [item, item].map((each, at) => ({ line: 2 + 3 * at, item: each }));
  const restock = { ...wish, kind: 'restock', items: [item, item] } as const;
  expect(() => assertLines({ items, wrong: [] }, restock, say)).toThrow(told);
});

it('names every wrong line by its number: twenty with what is wrong, and all others', () => {
  const text = told(Array.from({ length: 30 }, (_, at) => at + 2 + (at > 24 ? 5 : 0)));
  expect(text).toContain('line 2: fault 2\n');
  expect(text).toContain('line 20: fault 20\n');
  expect(text).toMatch(/lines 21-26, 32-36$/);
});
