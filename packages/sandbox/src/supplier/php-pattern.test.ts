import { expect, it } from 'vitest';
import { matchesBytes } from './php-pattern.ts';

// What PHP 8.2's preg_match says with `#` around the pattern.
it.each([
  ['^1\\d{10}$', '13800138000', true],
  ['^1\\d{10}$', '13800138000\n', true],
  ['/^1\\d{10}$/', '13800138000', false],
  ['^.{6,}$', '中文名', true],
  ['^.{2,4}$', '中文', false],
  ['^[一-龥]{2,4}$', '张三', false],
  ['^[一-龥]{2,4}$', '张三丰', false],
  ['a#b', 'a#b', false],
  ['^\\S+$', 'a\u00A0b', true],
  ['^\\S+$', 'a\u3000b', true],
  ['^[^\\s]{1,3}$', '中文', false],
  ['^\\d+$', '12\n', true],
  ['(', '(', false],
])('the pattern %j finds %j: %j', (pattern, value, found) => {
  expect(matchesBytes(pattern, value)).toBe(found);
});
