import { describe, expect, it } from 'vitest';
import { cleanText, stripInvisible } from './clean-text.ts';

describe('text from upstreams', () => {
  it('turns HTML into text', () => {
    expect(cleanText('<p>月卡 &amp; 年卡</p><p>见<a href="https://x.example">说明</a></p>', 100)).toBe(
      '月卡 & 年卡\n\n见说明',
    );
  });

  it.each([
    ['zero-width', 'a\u200Bb\uFEFFc'],
    ['bidi', 'a\u202Eb\u2066c'],
    ['tags', 'a\u{E0041}b\u{E0042}c'],
    ['controls', 'a\u0000b\u001Bc'],
    ['entities of them', 'a&#x202E;b&#x2066;c'],
  ])('removes %s', (_, text) => {
    expect(cleanText(text, 100)).toBe('abc');
  });

  it('cuts what is too long and says so', () => {
    expect(cleanText('好'.repeat(50), 10)).toBe(`${'好'.repeat(10)} … [cut, 50 characters]`);
  });

  it('leaves what is missing missing', () => {
    expect(cleanText(null, 10)).toBeNull();
  });

  it('leaves each visible character of a card alone', () => {
    expect(stripInvisible('user<b>&amp;----p%w\u200B\nnext\tline')).toBe('user<b>&amp;----p%w\nnext\tline');
  });
});
