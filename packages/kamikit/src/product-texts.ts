/** How Kamikit presents itself where people choose what to install. */
export const productTexts = {
  en: {
    display_name: 'Kamikit',
    description: 'Buys, checks and uses digital goods (卡密) safely: never twice, never over budget',
    long_description:
      'Lets an assistant buy, check and use digital goods (卡密) with your money, and keeps four promises: nothing is bought twice, nothing you paid for is lost, no budget is exceeded, and no key is leaked.\n\nSwitch on "Play money" to try it without any key. For the real thing, fill in the keys of the services that you use and leave the rest blank.',
  },
  zh: {
    display_name: 'Kamikit 卡密助手',
    description: '安全地购买、查询和使用卡密：不重复购买，不超预算',
    long_description:
      '让助手用你的钱购买、查询和使用卡密，并恪守四条承诺：不重复购买、付了款的卡密不会丢、不超预算、不泄露密钥。\n\n打开“沙盒试用”，不用密钥就能体验。正式使用时，填写你所用服务的密钥，其余留空即可。',
  },
} as const;

/** A line of Chinese for each tool; hosts show it instead of the description that models read. */
export const chineseToolTexts: Readonly<Record<string, string>> = {
  list_goods: '浏览店铺的商品、价格和库存',
  get_goods: '查看一件商品的详情、实时价格和库存',
  get_balance: '查看账户余额和今天还可以花多少',
  purchase: '用账户余额购买卡密，会花你的钱',
  poll_order: '查询订单状态，完成后取出卡密',
  verify_card: '检查一张卡密是否有效、还剩多少',
  use_card: '使用一次卡密，不可撤销',
  generate_cards: '发放新的卡密（店主）',
  query_cards: '列出本账户发放的卡密（店主）',
  recharge_card: '给卡密增加时长、次数或点数（店主）',
  delete_card: '删除一张卡密，不可撤销（店主）',
  supplier_items: '浏览供货商的商品',
  supplier_item: '查看供货商的一件商品和需要填写的内容',
  supplier_check: '查询供货商某个规格的库存和价格',
  supplier_trade: '从供货商进货，会花你的钱',
  supplier_query: '查询进货订单，完成后取出内容',
  list_ledger: '查看买过、用过什么',
  start_job: '把很多件作为一个任务来买，每件只买一次，会花你的钱',
  get_job: '查看任务进度、哪里出了问题和每一项的卡密',
  control_job: '暂停、继续或取消任务',
  spending_summary: '统计花了多少钱、花在哪里',
  mark_used: '给已收到的卡密做“已使用”标记',
  reconcile_ledger: '查明一笔结果不明的购买究竟如何',
};
