import { expect, it } from 'vitest';
import { commands } from '../messages/commands.en.ts';
import { assertLines } from './wrong-lines.ts';

const wish = { kind: 'purchase', items: [], max_total: '1', idempotencyKey: 'k' } as const;

function told(lines: readonly number[]): string {
  const wrong = lines.map((line) => ({ line, what: `fault ${line}` }));
  try {
    assertLines({ items: [], wrong }, { ...wish, items: [{}] }, commands);
  } catch (error) {
    return String(error);
  }
  return '';
}

it('names every wrong line by its number: twenty with what is wrong, and all others', () => {
  const text = told(Array.from({ length: 30 }, (_, at) => at + 2 + (at > 24 ? 5 : 0)));
  expect(text).toContain('line 2: fault 2\n');
  expect(text).toContain('line 20: fault 20\n');
  expect(text).toMatch(/lines 21-26, 32-36$/);
});
