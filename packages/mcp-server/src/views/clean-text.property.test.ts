import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from './clean-text.ts';

const pieces = fc.constantFrom(
  ...[
    '<b>',
    '</b>',
    '<br>',
    '<p>',
    '<td>',
    '<img src=x>',
    '<!--',
    '-->',
    '<script>',
    '<',
    '>',
    '</',
    '<h1>',
    '<li>',
  ],
  ...[
    '&amp;',
    '&lt;',
    '&gt;',
    '&#38;',
    '&#x26;',
    '&#60;',
    '&',
    '#38;',
    'amp;',
    'lt;',
    '&quot;',
    '&nbsp;',
    '&#0;',
    '&#x202E;',
  ],
  ...['![', '](', '][', ']:', '[', '(', '“', '”', '"', '\\', 'https://x.example/?a=1&copy=2'],
  ...[
    '\u200b',
    '\u202e',
    '\u2066',
    '\u00ad',
    '\u{e0041}',
    '\u3164',
    '\u0000',
    '\u001b',
    '\u2028',
    '\ufeff',
    '\r\n',
  ],
  ...[' ', '\n', '\n\n\n', '\t', '\u3000', '好', 'a', '1', '👩‍👧', 'e\u0301', '\ud83d', '\udc00'],
);
const escapedOften = fc
  .tuple(fc.nat({ max: 9 }), fc.constantFrom('lt;b>', '#60;b>', '#x202E;', 'nbsp;x'))
  .map(([times, entity]) => `&${'amp;'.repeat(times)}${entity}`);
const upstream = fc.oneof(
  escapedOften,
  fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.tuple(pieces, fc.integer({ min: 1, max: 3_000 })).map(([piece, times]) => piece.repeat(times)),
);
const runs = { numRuns: 1_000 };
const INVISIBLE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

describe('whatever an upstream wrote,', () => {
  it('is short once it is cleaned, and has nothing in it that cannot be seen or that a host would render', () => {
    fc.assert(
      fc.property(upstream, fc.integer({ min: 1, max: 300 }), (text, maximum) => {
        const clean = cleanText(text, maximum) ?? '';
        const [shown = '', notice] = clean.split(/ … \[cut, (?=\d+ characters\]$)/);
        expect([...shown].length).toBeLessThanOrEqual(maximum);
        if (notice === undefined) expect([...clean].length).toBeLessThanOrEqual(maximum);
        expect(clean).not.toMatch(INVISIBLE);
        expect(clean).not.toMatch(/<[a-z/!?]|!\[|\][([:]/i);
        expect(shown.trimStart()).toBe(shown);
      }),
      runs,
    );
  });

  it('is the same when it is cleaned again', () => {
    fc.assert(
      fc.property(upstream, (text) => {
        const once = cleanText(text, 4_000);
        fc.pre(once !== null && !once.endsWith(' characters]'));
        expect(cleanText(once, 4_000)).toBe(once);
      }),
      runs,
    );
  });
});
