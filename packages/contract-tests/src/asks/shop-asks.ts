import type { AskCall, AskSection } from './ask.ts';
import { CODE, GOOD, LAST_BOUGHT, MONTHLY, monthlyCards } from './things.ts';

const SEARCH: AskCall = { tool: 'list_goods', with: { search: '腾讯视频' }, finds: GOOD };
const LOOK: AskCall = { tool: 'get_goods', with: { goods_id: '$goods_id' } };
const LAST: AskCall = { tool: 'list_ledger', with: { search: '腾讯 月卡', per_page: 1 }, finds: LAST_BOUGHT };
const again = { goods_id: '$goods_id', sub_id: '$sub_id' };

export const shopAsks: AskSection = {
  zh: '在店铺买',
  en: 'Buying from the shop',
  asks: [
    {
      zh: '有哪些音乐会员卖？都多少钱？',
      en: 'Which music memberships are there, and what do they cost?',
      calls: [{ tool: 'list_goods', with: { search: '音乐' } }],
      answer: { total: 4, data: { 1: { name: /网易云音乐/, subs: { 0: { name: '月卡', price: '13.8' } } } } },
    },
    {
      zh: '20 块以内最便宜的会员是哪个？',
      en: 'Which is the cheapest membership under 20 yuan?',
      calls: [
        {
          tool: 'list_goods',
          with: { search: '会员', price_max: '20', sort: 'price_asc', per_page: 1 },
        },
      ],
      answer: { data: { 0: { name: '优酷VIP会员', subs: { 0: { name: '周卡', price: '8.5' } } } } },
    },
    {
      zh: '帮我买两张腾讯视频月卡，50 块以内，买好把卡密发我。',
      en: 'Buy me two monthly Tencent Video cards for 50 yuan at most, and give me the codes.',
      calls: [
        SEARCH,
        LOOK,
        { tool: 'purchase', with: { ...again, quantity: 2, max_total: '50', mode: 'sync' } },
      ],
      answer: {
        ...{ state: 'completed', quantity: 2, actual_price: '47.5' },
        cards: new RegExp(`^${CODE}\n${CODE}$`),
      },
      charges: 1,
    },
    {
      zh: '先下单买一张腾讯视频月卡，30 块以内，到货了告诉我。',
      en: 'Order one monthly Tencent Video card for 30 yuan at most, and tell me when it is there.',
      calls: [
        SEARCH,
        LOOK,
        {
          tool: 'purchase',
          with: { ...again, quantity: 1, max_total: '30' },
          finds: { order_sn: 'order_sn' },
        },
        { tool: 'poll_order', with: { order_sn: '$order_sn', wait_seconds: 45 } },
      ],
      answer: { state: 'completed', order_sn: '$order_sn', cards: new RegExp(`^${CODE}$`) },
      charges: 1,
    },
    {
      zh: '跟上次一样的腾讯视频月卡再来一份，不能比上次贵。',
      en: 'The same monthly Tencent Video cards as last time, for no more than they cost then.',
      before: [monthlyCards(2, 'last time'), { hours: 24 }],
      calls: [
        LAST,
        { tool: 'purchase', with: { ...again, quantity: '$quantity', max_total: '$amount', mode: 'sync' } },
      ],
      answer: { state: 'completed', quantity: 2, actual_price: '47.5', cards: /.\n./ },
      charges: 1,
    },
    {
      zh: '上次那种腾讯视频月卡，要是降到 20 块以内就再买一张。',
      en: 'If that monthly Tencent Video card from last time is down to 20 yuan, buy one more.',
      before: [monthlyCards(2, 'last time'), { hours: 24 }],
      calls: [
        LAST,
        {
          tool: 'purchase',
          with: { ...again, quantity: 1, max_total: '20' },
          fails: 'price_changed',
        },
      ],
      answer: { error: { message: /now costs 25 yuan, more than max_total 20; nothing was sent/ } },
    },
    {
      zh: '我刚下的三个单都到货了吗？',
      en: 'Have my last three orders arrived?',
      before: [1, 2, 3].map((quantity) => ({
        ...{ tool: 'purchase', with: { ...MONTHLY, quantity, max_total: '90' } },
      })),
      calls: [
        {
          tool: 'list_ledger',
          with: { kind: 'purchase', per_page: 3 },
          finds: {
            first: 'entries.0.reference',
            second: 'entries.1.reference',
            third: 'entries.2.reference',
          },
        },
        { tool: 'poll_order', with: { order_sn: '$first,$second,$third' } },
      ],
      answer: {
        orders: {
          0: { state: 'completed', quantity: 3, cards: /./ },
          1: { state: 'completed', quantity: 2, cards: /./ },
          2: { state: 'completed', quantity: 1, cards: /./ },
        },
      },
    },
    {
      zh: '昨天下的那单怎么还没到？',
      en: 'Why has yesterday’s order not arrived yet?',
      before: [
        {
          tool: 'list_goods',
          with: { type: 2, sort: 'price_asc', per_page: 1 },
          finds: GOOD,
        },
        { tool: 'purchase', with: { ...again, quantity: 1, max_total: '100' } },
        { hours: 24 },
      ],
      calls: [
        { tool: 'list_ledger', with: { state: 'pending' }, finds: { order_sn: 'entries.0.reference' } },
        { tool: 'poll_order', with: { order_sn: '$order_sn' } },
      ],
      answer: { state: 'pending', status_text: /./, next: /a manual order may take days\. Do not buy again/ },
    },
    {
      zh: '有没有腾讯视频月卡？',
      en: 'Do they have monthly Tencent Video cards (腾讯视频月卡)?',
      calls: [
        {
          tool: 'list_goods',
          with: { search: '腾讯视频月卡' },
          tells: { total: 0, next: /“腾讯视频” \(2\)/ },
        },
        { tool: 'list_goods', with: { search: '腾讯视频' } },
      ],
      answer: { total: 2, data: { 0: { name: /腾讯视频/, subs: { 0: { name: '月卡', price: '25' } } } } },
    },
    {
      zh: '来一张央视频会员。（已经卖完了）',
      en: 'A membership of 央视频, please. (It is sold out.)',
      calls: [
        { tool: 'list_goods', with: { search: '央视频' }, finds: GOOD },
        { tool: 'get_goods', with: { goods_id: '$goods_id' } },
      ],
      answer: { name: /央视频/, subs: { 0: { stock: 0 } } },
    },
  ],
};
