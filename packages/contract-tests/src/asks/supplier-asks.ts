import type { AskSection } from './ask.ts';

const SKU = { item_id: 'items.0.id', sku_id: 'items.0.sku.0.id' };

export const supplierAsks: AskSection = {
  zh: '找供货商进货',
  en: 'Restocking from a supplier',
  asks: [
    {
      zh: '货源那边有哪些影音会员？进价多少？',
      en: 'Which video memberships (影音会员) does the supplier have, and at what price?',
      calls: [{ tool: 'supplier_items', with: { search: '影音会员' } }],
      answer: { items: { 0: { name: /腾讯视频/, sku: { 0: { name: '月卡', stock_price: '13.5' } } } } },
    },
    {
      zh: '百度网盘周卡，货源还有几张？进两张要多少钱？',
      en: 'How many weekly Baidu Netdisk cards does the supplier have left, and what do two cost?',
      calls: [
        { tool: 'supplier_items', with: { search: '百度网盘' }, finds: { sku_id: 'items.0.sku.2.id' } },
        { tool: 'supplier_check', with: { sku_id: '$sku_id', quantity: 2 } },
      ],
      answer: { stock: 1, amount: '8' },
    },
    {
      zh: '从货源进 5 张腾讯视频月卡，70 块以内，卡密给我。',
      en: 'Get five monthly Tencent Video cards from the supplier for 70 yuan at most, and give me the codes.',
      calls: [
        { tool: 'supplier_items', with: { search: '腾讯视频' }, finds: SKU },
        { tool: 'supplier_item', with: { item_id: '$item_id' } },
        { tool: 'supplier_trade', with: { sku_id: '$sku_id', quantity: 5, max_total: '70' } },
      ],
      answer: { state: 'completed', amount: '67.5', contents: /^(\S+\n){4}\S+$/ },
      charges: 1,
    },
    {
      zh: '在货源那边充话费要填什么？',
      en: 'What do I have to fill in to top up a phone (话费) at the supplier?',
      calls: [
        { tool: 'supplier_items', with: { search: '话费' }, finds: SKU },
        { tool: 'supplier_item', with: { item_id: '$item_id' } },
      ],
      answer: {
        fields: { 0: { name: 'account', title: '充值账号', required: true, placeholder: '手机号' } },
      },
    },
    {
      zh: '给 13800138000 充 10 块话费，走货源，10 块以内。',
      en: 'Top up 13800138000 by 10 yuan at the supplier, for 10 yuan at most.',
      calls: [
        { tool: 'supplier_items', with: { search: '话费' }, finds: SKU },
        { tool: 'supplier_item', with: { item_id: '$item_id' } },
        {
          tool: 'supplier_trade',
          with: { sku_id: '$sku_id', quantity: 1, max_total: '10', fields: { account: '13800138000' } },
        },
      ],
      answer: { state: 'completed', amount: '9.9', contents: /./ },
      charges: 1,
    },
    {
      zh: '从货源进一张腾讯视频月卡，15 块以内。（下单时断网了）',
      en: 'Get a monthly Tencent Video card from the supplier for 15 yuan at most. (The connection breaks.)',
      before: [{ fault: { upstream: 'supplier', operation: 'trade', kind: 'reset_after' } }],
      calls: [
        { tool: 'supplier_items', with: { search: '腾讯视频' }, finds: SKU },
        { tool: 'supplier_item', with: { item_id: '$item_id' } },
        { tool: 'supplier_trade', with: { sku_id: '$sku_id', quantity: 1, max_total: '15' } },
      ],
      answer: { state: 'completed', amount: '13.5', contents: /^\S+$/ },
      charges: 1,
    },
    {
      zh: '昨天让货源人工代充的那单，发货了吗？',
      en: 'Has the order that the supplier fills by hand been delivered since yesterday?',
      before: [
        { tool: 'supplier_trade', with: { sku_id: 101, quantity: 1, max_total: '15' } },
        { hours: 24 },
      ],
      calls: [
        {
          tool: 'list_ledger',
          with: { kind: 'supplier_trade', state: 'pending' },
          finds: { trade_no: 'entries.0.reference' },
        },
        { tool: 'supplier_query', with: { trade_no: '$trade_no' } },
      ],
      answer: {
        state: 'pending',
        trade_no: '$trade_no',
        next: /delivery by hand may take days\. Do not buy again/,
      },
    },
    {
      zh: '货源怎么连不上了？（API ID 填错了）',
      en: 'Why does the supplier not work? (Its API id is wrong.)',
      settings: { KAMIKIT_SUPPLIER_API_ID: '4711' },
      calls: [{ tool: 'supplier_items', with: {}, fails: 'unauthorized' }],
      answer: { error: { hint: /It is the API id that is wrong/ } },
    },
  ],
};
