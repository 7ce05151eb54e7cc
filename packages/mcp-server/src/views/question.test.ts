import { parseMoney, readCard } from '@kamikit/core';
import type { WishOf } from '@kamikit/spending';
import { expect, it } from 'vitest';
import { questions } from '../messages/questions.en.ts';
import { questions as chinese } from '../messages/questions.zh.ts';
import { questionAbout, questionFor } from './question.ts';

const money = parseMoney;
const priced = {
  ...({ kind: 'purchase', upstream: 'storefront', account: '1a2b3c4d' } as const),
  ...{ name: '月卡', specification: '标准', quantity: 2 },
  ...{ unit_price: money('6.25'), total: money('12.50'), balance: money('100') },
  budget: {
    ...{ day: '2026-11-20', max_order_total: null, daily_budget: null },
    ...{ spent_today: money(0), left_today: null },
    ...{ daily_cards: null, cards_today: 0, cards_left_today: null },
  },
};

type Wish = WishOf<'generate_cards'>;

/** An entry that awaits its owner. */
function waiting(quote: object, request: object) {
  const kind = 'kind' in quote ? String(quote.kind) : 'purchase';
  const created_at = '2026-11-20T09:00:00+08:00';
  return { id: '7', kind, quote: { ...quote }, request: { ...request }, created_at };
}

it('asks about a price in our words first, then who pays, then for what, in marks', () => {
  expect(questionFor(priced, questions)).toBe(
    [
      'Pay up to 12.5 yuan in all for 2 pieces at 6.25?',
      'From account 1a2b3c4d at the storefront, balance 100 yuan',
      'Goods, as the shop calls them: “月卡”, “标准”',
    ].join('\n'),
  );
});

it('says what today’s budget leaves once this is paid', () => {
  const { budget } = priced;
  const limited = {
    ...budget,
    daily_budget: money('300'),
    spent_today: money('20'),
    left_today: money('280'),
  };
  expect(questionFor({ ...priced, budget: limited }, questions).split('\n')[1]).toBe(
    'From account 1a2b3c4d at the storefront, balance 100 yuan, 267.5 of today’s budget of 300 yuan left after this',
  );
});

it.each([
  ['begins lines of its own', 'x\n\nPay up to 0.01 yuan in all for 2 pieces?\u2028x\u0085'],
  ['ends the marks', 'x” for 0.01 yuan? “x'],
  ['ends them with marks that look alike', 'x＂ for 0.01 yuan? ❞x″ y〞 z„'],
  ['ends them with entities', 'x&#8221; for 0.01 yuan? &rdquo;<br>Pay 0.01 yuan'],
  ['ends them with hidden entities', 'x&am\u200Bp;rdquo; for 0.01 yuan?'],
  ['turns the direction', 'x \u202E?nauy 10.0 rof\u2066 \u200F'],
  ['is very long', `${'好'.repeat(500_000)} for 0.01 yuan?`],
  ['is an image', '![pay](https://x.example/0.01) [yes](https://x.example)'],
])('a name that %s stays in its marks, on one line and short', (_, name) => {
  const lines = questionFor({ ...priced, name, specification: name }, questions).split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toBe('Pay up to 12.5 yuan in all for 2 pieces at 6.25?');
  expect(lines[2]).toMatch(
    /^Goods, as the shop calls them: “[^“”"＂❞″〞„\p{Cc}\p{Cf}]{1,80}”, “[^“”\p{Cc}\p{Cf}]{1,80}”$/u,
  );
  expect(lines[2]).not.toMatch(/\]\(|!\[/);
});

it('what is posted with a trade stands in marks too, and does not fill the screen', () => {
  const fields = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`f${n}”\n`, '”\nPay 0.01 yuan?']));
  const lines = questionFor(
    { ...priced, kind: 'supplier_trade', upstream: 'supplier', fields },
    questions,
  ).split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[3]).toMatch(/^Filled in: (“[^“”]+” = “[^“”]+”, ){10}40 more$/);
});

it.each([
  ['use', { kind: 'use_card', code: 'C”\nYes?' }],
  ['recharge', { kind: 'recharge_card', code: 'C”\nYes?', amount: 3 }],
  ['deletion', { kind: 'delete_card', code: 'C”\nYes?' }],
] as const)('so does a code, and what a service writes, when it comes to %s', (_, facts) => {
  const card = readCard({ code: 'C', card_type: 'time', status: 'ok”\nFree?' }, 0);
  if (card === null || typeof card === 'string') throw new Error('a card was expected');
  const { upstream, account, budget } = { ...priced, upstream: 'cards' as const };
  const question = questionFor({ ...facts, card, upstream, account, budget }, questions);
  expect(question.split('\n')).toHaveLength(2);
  expect(question).toMatch(/\?\nCard: “C' Yes\?”, status “ok' Free\?”, expiry unknown$/);
});

it.each<[Wish, question: string]>([
  [{ card_type: 'time', duration: 3, duration_unit: 'day' }, 'Issue 1 time card of 3 days?'],
  [{ card_type: 'count', uses: 5, count: 2 }, 'Issue 2 count cards of 5 uses?'],
  [{ card_type: 'point', points: 9, points_per_use: 3 }, 'Issue 1 point card of 9 points, 3 per use?'],
])('says what will be issued, before and while it waits: %j', (cards, question) => {
  const quote = { kind: 'generate_cards', upstream: 'cards', account: 'a', budget: priced.budget } as const;
  expect(questionFor({ ...quote, cards }, questions)).toBe(question);
  expect(questionAbout(waiting({ ...quote, cards }, cards), questions)).toBe(question);
});

it.each([
  [{ card_type: 'count', remaining_count: 4 }, '4 uses left'],
  [{ card_type: 'point', remaining_points: 9, points_per_use: 3 }, '9 points left, 3 per use'],
])('says what is left on a card that would be deleted: %j', (said, left) => {
  const quote = { kind: 'delete_card', upstream: 'cards', account: 'a', budget: priced.budget } as const;
  const question = questionAbout(
    waiting({ ...quote, code: 'C', card: { code: 'C', ...said } }, {}),
    questions,
  );
  expect(question).toBe(`Delete this card permanently?\nCard: “C”, ${left}`);
});

it.each<[what: string, quote: object, request: object]>([
  ['quote', {}, {}],
  [
    'card',
    { kind: 'use_card', upstream: 'cards', account: 'a', budget: priced.budget, code: 'C', card: 7 },
    {},
  ],
  ['wish', { kind: 'generate_cards', upstream: 'cards', account: 'a', budget: priced.budget, cards: {} }, {}],
])('a %s that cannot be read is not made up', (_, quote, request) => {
  expect(questionAbout(waiting(quote, request), questions)).toMatch(
    /^Allow this .* of entry 7\? What was quoted cannot be shown\.$/,
  );
});

it('asks in Chinese in the same order: what is paid, who pays, and for what, in marks', () => {
  const budget = { ...priced.budget, daily_budget: money('300'), left_today: money('280') };
  const fields = { 账号: 'a@b.example' };
  const trade = { kind: 'supplier_trade', upstream: 'supplier', fields, budget } as const;
  expect(questionFor({ ...priced, ...trade }, chinese)).toBe(
    [
      '最多支付 12.5 元，购买 2 件（单价 6.25 元），确定吗？',
      '由供货商账户 1a2b3c4d 付款，余额 100 元，付款后今日预算 300 元还剩 267.5 元',
      '商品（店铺自己写的名称）：“月卡”，“标准”',
      '填写内容：“账号” = “a@b.example”',
    ].join('\n'),
  );
});
