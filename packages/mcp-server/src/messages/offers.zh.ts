import type { OfferMessages, Wanted } from './offers.en.ts';

function wanted({ name, count, most }: Wanted): string {
  return [
    `${name}。`,
    ...(count === undefined ? [] : [`数量（留空为 1）：${count}。`]),
    ...(most === undefined ? [] : [`总价上限（元，留空则不限）：${most}。`]),
  ].join('');
}

export const offers: OfferMessages = {
  something: '某样东西',
  arguments: {
    what: '要买什么',
    quantity: '数量，默认为 1',
    maxTotal: '总价上限，单位元',
  },
  prompts: {
    buy: {
      title: '购买',
      description: '在店铺里找到商品，告诉你价格，你同意后再购买。',
      text: (wish) =>
        `从店铺购买：${wanted(wish)}先用 list_goods 和 get_goods 找到它，把名称、规格、库存和总价告诉我，经我同意后再调用 purchase。然后把卡密原样给我。`,
    },
    restock: {
      title: '进货',
      description: '在供货商那里找到商品，告诉你价格，你同意后再进货。',
      text: (wish) =>
        `从供货商进货：${wanted(wish)}先用 list_ledger 看看上次花了多少钱，用 supplier_items 和 supplier_item 找到它，用 supplier_check 核对金额，把这些都告诉我，经我同意后再调用 supplier_trade。然后把内容原样给我。`,
    },
    this_month: {
      title: '本月账单',
      description: '本月花了多少、花在哪里，还有哪些没完成、没使用。',
      text: () =>
        '告诉我本月的花费：用 spending_summary 看总数和各商品的花费，再用 list_ledger 看哪些还没完成、结果不明或等待批准，并加上 unused: true 看哪些卡密还没有标记为已使用。金额以元为单位，退款单独列出，并说明我该留意什么。',
    },
  },
  resources: {
    'ledger-recent': { title: '最近购买', description: '账本中最新的记录，包括已交付的内容。' },
    'ledger-awaiting': { title: '等待批准', description: '需要所有者批准或拒绝的请求，以及到哪里处理。' },
    'ledger-this-month': { title: '本月花费', description: '本月各商品的花费。' },
    'goods-all': { title: '店铺商品', description: '店铺商品的第一页，包括价格和库存。' },
    'ledger-entry': { title: '一条账本记录', description: '按 entry_id 查看账本中的一条记录。' },
    goods: { title: '一件商品', description: '按 goods_id 查看一件商品，包括价格和库存。' },
    'result-view': { title: '结果视图', description: '在对话中显示一次购买或账本记录。' },
  },
};
