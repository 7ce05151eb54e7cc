import { stripInvisible } from '@kamikit/core/base';
import { describe, expect, it } from 'vitest';
import { cleanText } from './clean-text.ts';

describe('text from upstreams', () => {
  it('turns HTML into text', () => {
    expect(cleanText('<p>月卡 &amp; 年卡</p><p>见<a href="https://x.example">说明</a></p>', 100)).toBe(
      '月卡 & 年卡\n\n见说明 (https://x.example)',
    );
  });

  it.each([
    ['a code in a heading', '<h2>aBc-12</h2>', 'aBc-12'],
    [
      'cells of a table',
      '<table><tr><th>卡号</th><th>密码</th></tr><tr><td>A1</td><td>b2</td></tr></table>',
      '卡号 密码\nA1 b2',
    ],
    ['an address in text', 'https://x.example/?x=1&copy=2&lt=3', 'https://x.example/?x=1&copy=2&lt=3'],
    ['an address among tags', '<b>见</b> https://x.example/?x=1&copy=2', '见 https://x.example/?x=1&copy=2'],
    [
      'the target of a link',
      '<a href="https://x.example/?a=1&amp;b=2">这里</a>',
      '这里 (https://x.example/?a=1&b=2)',
    ],
    ['signs that are no tags', 'a < b <3 && c', 'a < b <3 && c'],
    ['lines', '一<br>二\n三', '一\n二 三'],
  ])('keeps %s', (_, text, plain) => {
    expect(cleanText(text, 100)).toBe(plain);
  });

  it('keeps what a page says, as shop editors write them', () => {
    const page = `<!DOCTYPE html><style>p{color:red}</style><script>buy("now")</script>
<p style="text-align:center;"><span style="color:#e03e2d;"><strong>【自动发货】Steam 钱包&nbsp;50元</strong></span><br></p>
<h3>兑换码格式：aBcDe-12345-XyZ</h3>
<ol><li>打开 <a href="https://store.example/redeem?lang=zh&amp;copy=2" target="_blank">兑换页面</a></li><li>输入兑换码，如 <code>qWe-99</code></li></ol>
<table border="1"><tbody><tr><th>面值</th><th>有效期</th></tr><tr><td>50</td><td>30&nbsp;天</td></tr></tbody></table>
<p><img src="https://track.example/?u=1" alt="立即购买">售后 QQ：10001 &lt;工作日&gt;</p>
<div>网址 https://a.example/?x=1&copy=2&reg=3 勿改</div>`;
    expect(cleanText(page, 1_000)).toBe(
      [
        '【自动发货】Steam 钱包 50元\n\n兑换码格式：aBcDe-12345-XyZ\n',
        ' 1. 打开 兑换页面 (https://store.example/redeem?lang=zh&copy=2)\n 2. 输入兑换码，如 qWe-99\n',
        '面值 有效期\n50 30 天\n',
        '售后 QQ：10001 <工作日>\n\n网址 https://a.example/?x=1&copy=2&reg=3 勿改',
      ].join('\n'),
    );
  });

  it.each([
    ['escaped', 'a&lt;img src=x&gt;b'],
    ['escaped twice', 'a&amp;lt;img src=x&amp;gt;b'],
    ['hidden', 'a<im\u200Bg src=x>b'],
    ['escaped and hidden', 'a&lt;i\u200Bmg src=x&gt;b'],
  ])('takes out a tag that was %s', (_, text) => {
    expect(cleanText(text, 100)).toMatch(/^a ?b$/);
  });

  it.each([
    ['a tag', '&amp;amp;lt;img src=x&amp;amp;gt;', /<\w/],
    ['an open tag', 'a <img src=x', /<\w/],
    ['an image', '![a](https://x.example/?q=secret)', /!\[|\]\(/],
    ['a link', '[a](https://x.example)', /\]\(/],
    ['a link by name', '[a][b]', /\]\[/],
    ['a link by its name alone', '[a]\n\n[a]: https://x.example', /\]:/],
    ['an image of entities', '&#33;&#91;a&#93;&#40;https://x.example&#41;', /!\[|\]\(/],
  ])('leaves nothing that a host would render as %s', (_, text, rendered) => {
    expect(cleanText(text, 100)).not.toMatch(rendered);
  });

  it.each([
    ['deep', '<b>'.repeat(12_000)],
    ['deep and closed', `${'<b>'.repeat(12_000)}x${'</b>'.repeat(12_000)}`],
    ['deep lists', '<ul><li>'.repeat(8_000)],
    ['wide and high cells', '<table><tr><td colspan=1000000000 rowspan=1000000000>a</td></tr></table>'],
    ['many wide cells', '<tr><td colspan=1000 rowspan=1000>a</td></tr>'.repeat(1_200)],
    ['open signs', '<'.repeat(2_000_000)],
    ['open tags', '<a '.repeat(600_000)],
    ['entities', '&amp;'.repeat(400_000)],
    ['blanks', ' '.repeat(2_000_000)],
    ['half a character', '\uD83D'.repeat(100)],
  ])('never throws, and stays short: %s', (_, text) => {
    expect(cleanText(text, 100)?.length).toBeLessThan(150);
  });

  it.each([
    ['zero-width', 'a\u200Bb\uFEFFc'],
    ['bidi', 'a\u202Eb\u2066c'],
    ['tags', 'a\u{E0041}b\u{E0042}c'],
    ['controls', 'a\u0000b\u001Bc'],
    ['entities of them', 'a&#x202E;b&#x2066;c'],
    ['joiners and fillers', 'a\u034Fb\u115F\u3164c'],
    ['what is reserved to be ignorable', 'a\u2065b\uFFF0\uFFF8\u{E0080}\u{E0FFF}c'],
    ['Khmer vowels that do not show', 'a\u17B4b\u17B5c'],
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
