import type { AskCall, AskSection } from './ask.ts';

const issued = (uses: number, count = 1): AskCall => ({
  tool: 'generate_cards',
  with: { card_type: 'count', uses, count, idempotency_key: 'issued before' },
  finds: { card: 'codes.0' },
});
const CHECK: AskCall = { tool: 'verify_card', with: { code: '$card' } };
const USE: AskCall = { tool: 'use_card', with: { code: '$card' } };

export const cardAsks: AskSection = {
  zh: '验卡、用卡、发卡',
  en: 'Checking, using and issuing cards',
  asks: [
    {
      zh: '这张卡还能用吗？还剩几次？〔卡密〕',
      en: 'Is this card still good, and how many uses are left? [card]',
      before: [issued(5), { ...USE, with: { ...USE.with, idempotency_key: 'first use' } }],
      calls: [CHECK],
      answer: { valid: true, card: { code: '$card', used_count: 1, remaining_count: 4 } },
    },
    {
      zh: '这张卡怎么用不了？〔卡密〕',
      en: 'Why does this card not work? [card]',
      before: [issued(1), USE],
      calls: [CHECK],
      answer: { valid: false, reason: 'card_exhausted' },
    },
    {
      zh: '帮我核销这张卡，扣一次。〔卡密〕',
      en: 'Use this card once for me. [card]',
      before: [issued(3)],
      calls: [CHECK, USE],
      answer: { card: { code: '$card', used_count: 1, remaining_count: 2 } },
    },
    {
      zh: '核销这张卡。〔卡密〕（提交时断网了）',
      en: 'Use this card. [card] (The connection breaks on the way.)',
      before: [issued(3), { fault: { upstream: 'cards', operation: 'use', kind: 'reset_after' } }],
      calls: [
        CHECK,
        { ...USE, finds: { entry_id: 'error.entry_id' }, fails: 'outcome_unknown' },
        { tool: 'reconcile_ledger', with: { entry_id: '$entry_id' } },
      ],
      answer: { entry_id: '$entry_id', state: 'completed' },
    },
    {
      zh: '发 10 张三天卡，备注写“双十二活动”。',
      en: 'Issue ten three-day cards, with the remark “双十二活动”.',
      calls: [
        {
          tool: 'generate_cards',
          with: { card_type: 'time', duration: 3, duration_unit: 'day', count: 10, remark: '双十二活动' },
        },
      ],
      answer: { codes: { 0: /^\w+$/, 9: /^\w+$/, length: 10 } },
    },
    {
      zh: '给这张卡再充 20 次。〔卡密〕',
      en: 'Add 20 uses to this card. [card]',
      before: [issued(3)],
      calls: [{ tool: 'recharge_card', with: { code: '$card', amount: 20 } }],
      answer: { card: { code: '$card', total_uses: 23, remaining_count: 23 } },
    },
    {
      zh: '把这张卡删掉。〔卡密〕',
      en: 'Delete this card. [card]',
      before: [issued(3)],
      calls: [{ tool: 'delete_card', with: { code: '$card' } }],
      answer: { deleted: true, code: '$card' },
    },
    {
      zh: '我发出去的次数卡，还有几张没用过？',
      en: 'Of the count cards that I issued, how many have not been used?',
      before: [issued(1, 4), USE],
      calls: [{ tool: 'query_cards', with: { card_type: 'count', status: 0 } }],
      answer: { total: 3, has_more: false, cards: { 0: { card_type: 'count', used_count: 0 } } },
    },
  ],
};
