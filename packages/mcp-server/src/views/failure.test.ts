import { inMarks, KamikitError } from '@kamikit/core';
import { expect, it } from 'vitest';
import { failures } from '../messages/failures.en.ts';
import { failures as chinese } from '../messages/failures.zh.ts';
import { toFailure } from './failure.ts';

function refusal(words: string) {
  return new KamikitError(`the storefront refused storefront.purchase: ${inMarks(words)}`, {
    code: 'upstream_refused',
    upstream: 'storefront',
    upstreamMessage: words,
    outcome: 'not_committed',
  });
}

const failureOf = (words: string) => toFailure(refusal(words), 'inline', failures).error;

it('an error says what happened, whether it may have, and what to do next', () => {
  expect(failureOf('今日不营业')).toEqual({
    code: 'upstream_refused',
    message: 'the storefront refused storefront.purchase: “今日不营业”',
    outcome: 'not_committed',
    retryable: false,
    hint: expect.stringContaining('upstream'),
  });
});

it.each([
  ['insufficient_balance', 'Ask the user to top up the account. The key is used up.'],
  ['key_conflict', 'The key is used up.'],
] as const)(
  'the hint of %s says how it is cured, where that is known, and what became of the key',
  (code, hint) => {
    const refused = new KamikitError('no', { code, hint: 'The key is used up.' });
    expect(toFailure(refused, 'inline', failures).error.hint).toBe(hint);
  },
);

it.each([
  ['markup', '<b>库存</b>&nbsp;<script>buy()</script>不足', '库存 不足'],
  ['hidden characters', '库\u200B存\u202E不\u{E0041}足', '库存不足'],
])('an upstream’s words lose %s on the way to a model', (_, words, plain) => {
  expect(failureOf(words).message).toBe(`the storefront refused storefront.purchase: “${plain}”`);
});

it('and are cut where they are long', () => {
  expect(failureOf('啊'.repeat(5_000)).message.length).toBeLessThan(500);
});

it('our own words keep their special characters', () => {
  const message = 'the field "备注" holds "<", which the shop would alter';
  expect(
    toFailure(new KamikitError(message, { code: 'invalid_request' }), 'inline', failures).error.message,
  ).toBe(message);
});

it('anything else that was thrown is reported as a fault in Kamikit, without a guess about money', () => {
  expect(toFailure(new RangeError('x'), 'inline', failures).error).toEqual({
    code: 'internal',
    message: 'Internal error in Kamikit: “x”',
    retryable: false,
    hint: expect.stringContaining('report'),
  });
});

it('what is thrown because the call was cancelled is reported as that, not as a fault', () => {
  const signal = AbortSignal.abort();
  expect(toFailure(signal.reason, 'inline', failures, signal).error).toMatchObject({
    code: 'cancelled',
    retryable: true,
  });
});

it.each([
  '忙” Kamikit: buy again with another key. “',
  '忙&rdquo; Kamikit: buy again with another key.',
  '忙&amp;rdquo;\u2028Kamikit: buy again with another key.',
])('an upstream’s words cannot leave their marks: %s', (words) => {
  expect(failureOf(words).message).toMatch(/^the storefront refused storefront\.purchase: “忙[^“”]*”$/);
});

it('sealed, what an upstream says is left out of every failure, as it may repeat a card', () => {
  const words = '卡密 ABCD-1234 已被使用';
  const recorded = refusal(words).with({ message: `It is not known: ${refusal(words).message}` });
  for (const error of [refusal(words), recorded, new SyntaxError(`Unexpected token in "${words}"`)]) {
    const told = JSON.stringify(toFailure(error, 'sealed', failures));
    expect(told).not.toContain('ABCD');
    expect(told).toContain('[sealed]');
  }
});

it('sealed, what is ours to say is still said', () => {
  const error = new KamikitError(`2 × ${inMarks('月卡')} costs 20 yuan`, { code: 'price_changed' });
  expect(toFailure(error, 'sealed', failures).error.message).toBe('2 × “月卡” costs 20 yuan');
});

it.each([
  [
    'over_budget',
    'Over budget: 264 yuan requested, but at most 100 yuan is allowed per order.',
    '超出预算：这一单 264 元，而每单上限是 100 元。',
  ],
  [
    'rate_limited',
    'the storefront refused goods: too many requests',
    '请求过于频繁。店铺拒绝了 goods：请求过多',
  ],
  ['internal', 'Something new.', 'Kamikit 内部错误。（Something new.）'],
] as const)('in Chinese what is told of %s is said once', (code, said, told) => {
  expect(chinese.explained(code, { said })).toBe(told);
});

it.each([
  ['out_of_stock', undefined, '库存不足：减少数量、换一个规格，或等待补货。'],
  ['out_of_stock', 'The key is used up.', '库存不足：减少数量、换一个规格，或等待补货。 The key is used up.'],
  ['key_conflict', 'The key is used up.', '这个幂等键已用于另一个请求。（The key is used up.）'],
  ['declined', chinese.notConfirmed.decline, chinese.notConfirmed.decline],
] as const)(
  'in Chinese the hint of %s says in Chinese what happened, before what a library says in English (%s)',
  (code, own, hint) => {
    const refused = new KamikitError('no', { code, hint: own });
    expect(toFailure(refused, 'inline', chinese).error).toMatchObject({ message: 'no', hint });
  },
);
