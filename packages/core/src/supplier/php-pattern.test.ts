import { describe, expect, test } from 'vitest';
import { prepareFields } from '../index.ts';
import { createPatternMatcher } from './php-pattern.ts';

const matchesPhpPattern = (pattern: string, value: string) => createPatternMatcher()(pattern, value);

describe('bytes are counted, not letters:', () => {
  test.each([
    ['^.{6,}$', '中文名', true],
    ['^.{9}$', '中文名', true],
    ['^.{2}$', '中文', false],
    ['^.{4}$', '😀', true],
    ['^[^a]{3}$', '中', true],
    ['^中{2}$', '中中', false], // only its last byte is repeated
    ['^(?:中){2}$', '中中', true],
    ['中|国', '国', true],
    ['^[一-龥]+$', '张三', true],
    ['^\\w+$', '你', false],
    ['^\\W{3}$', '你', true],
    ['\\s', '你', false],
    ['\\s', 'a\u00a0b', false],
    ['\\s', 'a\u3000b', false],
    ['\\s', 'a b', true],
    ['\\b', '你好', false],
    ['^\\d{5}$', '12345', true],
    ['^\\d{5}$', '1234', false],
    ['^\\w+@\\w+\\.com$', 'a@b.com', true],
    ['^(?i:abc)$', 'ABC', true],
    ['^\\x41$', 'A', true],
    ['^a\\r?\\nb$', 'a\nb', true],
  ])('%s to %s is %s', (pattern, value, verdict) => {
    expect(matchesPhpPattern(pattern, value)).toBe(verdict);
  });
});

describe('it cannot be told, so the shop is left to judge, of', () => {
  test.each([
    ['delimiters of its own', '/^\\d{5}$/', '1234'],
    ['delimiters with flags', '~^.$~su', '😀'],
    ['the delimiter of the shop inside', 'a#b', 'a'],
    ['a letter by its number', '^\\x{4e00}$', '二'],
    ['a letter by its number, as JavaScript writes it', '^\\u4e00$', '二'],
    ['a byte by its number', '^\\xe4', '二'],
    ['a script', '^\\p{Han}+$', 'a'],
    ['a script, as JavaScript writes it', '^\\p{Script=Han}+$', 'a'],
    ['a class by name', '^[[:alpha:]]+$', '1'],
    ['a class by name, beside another', '^[[:alpha:]x[y]$', '1'],
    ['a bracket that comes first in its class', '^[][]$', 'x'],
    ['a bracket that comes first in what is excluded', '^[^][^]$', ']'],
    ['a back reference', '^(a)?\\1b$', 'c'],
    ['a vertical blank', '^\\v$', 'a'],
    ['a horizontal blank', '^\\h$', 'a'],
    ['an anchor of PHP', '\\A\\d+\\z', 'a'],
    ['a possessive quantifier', '^a++$', 'b'],
    ['a group of PHP', '^(?>a)$', 'b'],
    ['a pattern that is broken', '([', 'a'],
    ['a pattern of 501 characters', `^${'a'.repeat(499)}$`, 'b'],
    ['a pattern that backtracks without end', '^(a+)+$', `${'a'.repeat(60)}!`],
  ])('%s: %s', (_, regex, value) => {
    expect(matchesPhpPattern(regex, value)).toBeNull();
    const widget = { name: 'x', title: 'x', placeholder: null, type: 'text', required: true, error: null };
    expect(prepareFields({ x: value }, [{ ...widget, regex, options: [] }])).toEqual({ x: value });
  });
});

test('a hundred patterns that backtrack without end take as long as one', () => {
  const matches = createPatternMatcher();
  const began = performance.now();
  for (let count = 0; count < 100; count += 1) expect(matches('^(a+)+$', `${'a'.repeat(60)}!`)).toBeNull();
  expect(performance.now() - began).toBeLessThan(2_000); // it would be 10,000
  expect(matches('^a$', 'b')).toBeNull();
});
