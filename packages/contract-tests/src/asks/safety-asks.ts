import type { AskCall, AskSection } from './ask.ts';
import { GOOD, LAST_BOUGHT, monthlyCards } from './things.ts';

const SEARCH: AskCall = { tool: 'list_goods', with: { search: '腾讯视频' }, finds: GOOD };
const LOOK: AskCall = { tool: 'get_goods', with: { goods_id: '$goods_id' } };
const LAST: AskCall = { tool: 'list_ledger', with: { search: '腾讯 月卡', per_page: 1 }, finds: LAST_BOUGHT };
const ONE = { goods_id: '$goods_id', sub_id: '$sub_id', quantity: 1, max_total: '30', mode: 'sync' };

export const safetyAsks: AskSection = {
  zh: '不多花、不重买',
  en: 'Never twice, never too much',
  asks: [
    {
      zh: '账户里还有多少钱？今天还能花多少？',
      en: 'How much is left in the account, and how much may I still spend today?',
      before: [monthlyCards(2, 'earlier today')],
      calls: [{ tool: 'get_balance', with: {} }],
      answer: {
        storefront: { balance: '952.5' },
        supplier: { balance: '500' },
        budget: { daily_budget: '300', spent_today: '50', left_today: '250' },
      },
    },
    {
      zh: '跟上次一样的腾讯视频月卡再来三张，75 块以内。（会超出今天的预算）',
      en: 'Three more monthly Tencent Video cards, as last time, for 75 yuan at most. (Beyond the budget of the day.)',
      settings: { KAMIKIT_DAILY_BUDGET: '60' },
      before: [monthlyCards(2, 'earlier today')],
      calls: [
        LAST,
        {
          tool: 'purchase',
          with: { ...ONE, quantity: 3, max_total: '75' },
          fails: 'over_budget',
        },
      ],
      answer: {
        error: { message: /only 10 of the 60 yuan/, hint: /have the owner raise the limit/ },
      },
    },
    {
      zh: '给我买一张腾讯视频月卡，30 块以内。（一分钟前刚在另一个对话里买过）',
      en: 'Buy a monthly Tencent Video card for 30 yuan at most. (Just bought, in another conversation.)',
      before: [monthlyCards(1, 'another conversation')],
      calls: [SEARCH, LOOK, { tool: 'purchase', with: ONE, fails: 'possible_duplicate' }],
      answer: { error: { entry_id: '$bought', hint: /Only if the user wants it once more.+again: true/ } },
    },
    {
      zh: '我知道刚买过，同样的腾讯视频月卡再来一张。',
      en: 'I know I just bought one: another of the same monthly Tencent Video card.',
      before: [monthlyCards(1, 'a minute ago')],
      calls: [
        LAST,
        { tool: 'purchase', with: { ...ONE, quantity: '$quantity', max_total: '$amount', again: true } },
      ],
      answer: { state: 'completed', actual_price: '23.75', cards: /./ },
      charges: 1,
    },
    {
      zh: '买一张腾讯视频月卡，30 块以内。（付款时网断了）',
      en: 'Buy a monthly Tencent Video card for 30 yuan at most. (The connection breaks while it is paid.)',
      before: [{ fault: { upstream: 'storefront', operation: 'purchase', kind: 'reset_after' } }],
      calls: [
        SEARCH,
        LOOK,
        {
          tool: 'purchase',
          with: ONE,
          finds: { entry_id: 'error.entry_id' },
          fails: 'outcome_unknown',
        },
        { tool: 'reconcile_ledger', with: { entry_id: '$entry_id' } },
      ],
      answer: { entry_id: '$entry_id', next: /The shop charged 23\.75 yuan.+[Dd]o not buy again/ },
      charges: 1,
    },
    {
      zh: '刚才付款的时候断网了，到底买成了没有？',
      en: 'The network went down while I was paying. Did it go through or not?',
      before: [
        { fault: { upstream: 'storefront', operation: 'purchase', kind: 'reset_before' } },
        { ...monthlyCards(1, 'lost'), finds: {}, fails: 'outcome_unknown' },
        { hours: 2 },
      ],
      calls: [
        { tool: 'list_ledger', with: { state: 'unknown' }, finds: { entry_id: 'entries.0.entry_id' } },
        { tool: 'reconcile_ledger', with: { entry_id: '$entry_id' } },
      ],
      answer: { state: 'refused', next: /did not happen, and nothing was charged/ },
    },
    {
      zh: '我买的卡密呢？怎么看不到？（设了不显示卡密）',
      en: 'Where are my codes? I cannot see them. (Cards are sealed.)',
      settings: { KAMIKIT_REVEAL: 'sealed' },
      before: [monthlyCards(2, 'today')],
      calls: [{ tool: 'list_ledger', with: { search: '腾讯 月卡', per_page: 1 } }],
      answer: {
        entries: {
          0: { entry_id: '$bought', cards: /^\[sealed: 2 lines; `kamikit ledger show \S+` shows them\]$/ },
        },
      },
    },
    {
      zh: '买一张腾讯视频月卡，30 块以内。（要由所有者批准）',
      en: 'Buy a monthly Tencent Video card for 30 yuan at most. (The owner has to approve it.)',
      settings: { KAMIKIT_CONFIRM: 'owner' },
      calls: [SEARCH, LOOK, { tool: 'purchase', with: ONE }],
      answer: {
        state: 'awaiting_approval',
        total: '25',
        next: /the owner has to allow it .+`kamikit approve /,
      },
    },
    {
      zh: '批准了吗？现在有什么在等我点头？（要由所有者批准）',
      en: 'Has it been approved? What is waiting for me? (The owner has to approve it.)',
      settings: { KAMIKIT_CONFIRM: 'owner' },
      before: [{ ...monthlyCards(1, 'asked'), finds: { bought: 'entry_id' } }],
      calls: [{ tool: 'list_ledger', with: { state: 'awaiting_approval' } }],
      answer: { total: 1, entries: { 0: { entry_id: '$bought', advice: /`kamikit approve / } } },
    },
    {
      zh: '买一张腾讯视频月卡，30 块以内。（设了只读）',
      en: 'Buy a monthly Tencent Video card for 30 yuan at most. (Read-only.)',
      settings: { KAMIKIT_READ_ONLY: 'true' },
      calls: [SEARCH, { tool: 'purchase', with: ONE, fails: 'read_only' }],
      answer: { error: { message: /this server is read-only/, hint: /only the user can change that/ } },
    },
  ],
};
