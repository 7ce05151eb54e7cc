import type { AskSection } from './ask.ts';
import { monthlyCards } from './things.ts';

const restocked = {
  tool: 'supplier_trade',
  with: { sku_id: 11, quantity: 2, max_total: '30', idempotency_key: 'stock' },
};

export const ledgerAsks: AskSection = {
  zh: '查账',
  en: 'Looking back',
  asks: [
    {
      zh: '这个月花了多少钱？都花在什么上了？',
      en: 'What did I spend this month, and on what?',
      before: [monthlyCards(2, 'today'), restocked],
      calls: [{ tool: 'spending_summary', with: { group_by: 'good' } }],
      answer: {
        since: '2026-11-01',
        total: { entries: 2, charged: '74.5' },
        groups: {
          0: { name: /腾讯视频/, quantity: 2, charged: '47.5' },
          1: { name: /腾讯视频VIP兑换码/, quantity: 2, charged: '27' },
        },
      },
    },
    {
      zh: '这周每天花了多少？',
      en: 'How much did I spend on each day of this week?',
      before: [monthlyCards(1, 'Friday'), { hours: 24 }, monthlyCards(2, 'Saturday')],
      calls: [{ tool: 'spending_summary', with: { since: '2026-11-16', group_by: 'day' } }],
      answer: {
        total: { charged: '71.25' },
        groups: { 0: { day: '2026-11-21', charged: '47.5' }, 1: { day: '2026-11-20', charged: '23.75' } },
      },
    },
    {
      zh: '我还有哪些卡密没用过？',
      en: 'Which of my cards have I not used yet?',
      before: [
        monthlyCards(2, 'used up'),
        { tool: 'mark_used', with: { entry_id: '$bought' } },
        monthlyCards(3, 'left'),
      ],
      calls: [{ tool: 'list_ledger', with: { unused: true } }],
      answer: { total: 1, entries: { 0: { entry_id: '$bought', unused: '1-3', cards: '$cards' } } },
    },
    {
      zh: '刚买的两张腾讯视频月卡，第一张我用掉了，记一下。',
      en: 'Of the two monthly Tencent Video cards, I have used the first; make a note of that.',
      before: [monthlyCards(2, 'today')],
      calls: [
        {
          tool: 'list_ledger',
          with: { search: '腾讯 月卡', per_page: 1 },
          finds: { entry_id: 'entries.0.entry_id' },
        },
        { tool: 'mark_used', with: { entry_id: '$entry_id', cards: ['1'] } },
      ],
      answer: { used: '1', unused: '2' },
    },
    {
      zh: '昨天（11 月 20 日）买的卡密再发我一遍。',
      en: 'Show me the codes from yesterday (20 November) again.',
      before: [monthlyCards(2, 'yesterday'), { hours: 24 }],
      calls: [{ tool: 'list_ledger', with: { since: '2026-11-20', until: '2026-11-20' } }],
      answer: { total: 1, entries: { 0: { name: /腾讯视频/, cards: '$cards' } } },
    },
  ],
};
