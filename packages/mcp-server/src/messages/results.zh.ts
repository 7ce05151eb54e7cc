import type { EntryState } from '@kamikit/ledger';
import type { Results } from './results.en.ts';
import { inChinese } from './said.zh.ts';

function whereCardsAre({ entryId, link }: { entryId: string | null; link: string | null }): string {
  if (entryId === null) return '请在店铺的订单页查看';
  return link === null ? `用 \`kamikit ledger show ${entryId}\` 查看` : `在 ${link} 查看`;
}

const ADVICE: Record<EntryState, string> = {
  awaiting_approval: '等待所有者批准，还没有发送',
  prepared: '还没有发送',
  sent: '正在进行中',
  completed: '已完成，但请注意',
  pending: '还没有完成，不要再次购买',
  failed: '没有成功，再次购买之前先问清楚店铺',
  refused: '没有成交',
  refunded: '店铺称已退款，余额里看得到才算数',
  unknown: '结果不明，查清之前不要重复操作',
};

export const results: Results = {
  waitsForTurn: ({ seconds }) => `店铺暂时不接受更多请求：还要等 ${seconds} 秒。`,
  overcharged: ({ agreed, charged }) =>
    `多扣了钱：约定 ${agreed} 元，实扣 ${charged} 元。请首先告诉用户。在所有者用 \`kamikit resume\` 解除之前，这个账户不能再消费。`,
  chargeUnreadable: '店铺所写的扣款金额无法识别，账户也没有显示余额可供比较：请用户到店铺核对扣款。',
  chargeUnreadableCompared: '店铺所写的扣款金额无法识别，但从账户余额看，没有超过约定的金额。',
  sealed: ({ lines, ...place }) => `[已隐藏，共 ${lines} 行；${whereCardsAre(place)}]`,
  cut: (place) => `[内容过长已截断；完整内容${whereCardsAre(place)}]`,
  unrecorded: ({ said }) => `请保存好这份结果：账本没能记下它，别处再也看不到。（${said}）`,
  advice: (state, { said }) => inChinese(said) ?? `${ADVICE[state]}。（${said}）`,
  damaged: ({ fields }) => `账本文件被改动过：${fields.join('、')} 无法读取。`,

  awaitingOwner: ({ page, entryId, until }) =>
    `还没有发送：要先由所有者${until === null ? '' : `在 ${until} 之前`}${page === null ? `用 \`kamikit approve ${entryId}\` 批准` : `在页面 ${page} 上批准`}。请告诉用户，然后原样重复同一次调用（有幂等键 idempotency_key 的用同一个），就能知道结果（有 wait_seconds 的可以等待）。等待期间不要换新的键。`,
  waitingForOwner: ({ count }) =>
    `有 ${count} 条记录等待所有者批准；用 list_ledger 加 state 为 awaiting_approval 查看。`,

  orderPending: '还没有完成。用这个 order_sn 调用 poll_order；人工处理的订单可能要几天。不要再次购买。',
  orderFailed: (isMoneyTaken, { said }) =>
    inChinese(said) ??
    `${isMoneyTaken ? '店铺扣了钱，但卡密没有发够（异常）：请用户找店铺解决，不要再次购买' : '订单失败。钱退没退以账户余额为准；再次购买之前，请用户先问店铺'}。（${said}）`,
  orderWithoutCards: '已完成，但店铺没有给出卡密：可能以其他方式交付，请看店铺的订单页。',
  orderDone: '已完成。把卡密原样交给用户。',
  sealedDone: '已完成。交付的内容已隐藏，原处写明了在哪里可以看到：请告诉用户。',
  orderStatus: ({ status }) => `状态 ${status}`,
  ordersFinished: ({ finished, total }) => `${total} 个订单中已有 ${finished} 个结束`,
  ordersOpen: ({ open }) => `还有 ${open} 个未完成，稍后再对它们调用 poll_order。`,
  ordersLate: ({ late }) => `还有 ${late} 个没有答复：用同样这些单号再次调用 poll_order，会先查这几个。`,
  ordersAnswered: '各单按各自的 next 或 error 处理。',

  tradePending: ({ tradeNo }) =>
    `还没有发货；notice 只是通知，不是商品。用 trade_no ${tradeNo} 调用 supplier_query；人工发货可能要几天。不要再次购买。`,
  tradeUnread: ({ said, entryId }) =>
    `这家店不说明订单状态，它写的内容可能是商品，也可能只是通知：请用户自己看，再由所有者用 \`kamikit ledger settle ${entryId} --delivered\`（已收到）或 \`--failed\`（没收到）记录下来。不要再次购买。（${said}）`,
  tradeDone: '已完成。把内容原样交给用户。',
  tradeDoneEscaped:
    '已完成。内容里有 HTML 转义字符，多半是店铺的编辑器加上的，contents_decoded 更可能是真正的商品。两份都给用户，并说明区别。',
  tradeSoldOut: ({ said }) =>
    inChinese(said) ??
    `店铺扣了钱却没有发货：商品在此期间卖完了。请用户拿着 shop_trade_no 找店铺客服补货或退款，解决之前不要再次购买。（${said}）`,
  tradeFailed: ({ said }) =>
    said === null
      ? '店铺未能发货。'
      : (inChinese(said) ?? `店铺未能发货。钱退没退以账户余额为准；再次购买之前先问店铺。（${said}）`),
  tradeRefunded: '店铺已退款。',
  tradeProgress: {
    waiting: '等待发货',
    shipped: '已发货',
    failed: '发货失败',
    refunded: '已退款',
    sold_out: '已售罄',
  },

  reconciledAway: '没有成交，也没有扣钱。要重试，请用新的幂等键（idempotency_key）。',
  stillUnderWay: '还在进行中，稍后再查。',
  states: {
    awaiting_approval: '等待所有者批准，还没有发送。',
    completed: '已完成。',
    pending: '还没有完成。',
    failed: '失败了。',
    refunded: '已退款。',
    unknown: '结果仍然不明。',
  },

  pastLastPage: '已超过最后一页，请用更小的 page 再次调用。',
  shopEmpty: '店铺这里没有商品。',
  withoutFilter: '去掉 group_id 和 type 可能会找到更多。',
  tooDear: ({ most, cheapest }) =>
    `没有 ${most} 元以内的商品，最便宜的要 ${cheapest} 元。请调高 price_max，或换个词搜索。`,
  moreGoods: ({ looked }) => `还有更多：只查看了前 ${looked} 个。请用 search、group_id 或 type 缩小范围。`,
  moreCards: ({ looked }) => `还有更多：只查看了前 ${looked} 张。请用 code、status 或 card_type 缩小范围。`,
  nothingMatches: '没有匹配的结果。换个更短的或别的词试试。',
  nothingFor: ({ search }) => `没有匹配 ${search} 的结果。换个更短的或别的词试试。`,
  shorterFind: ({ search, parts }) =>
    `没有匹配 ${search} 的结果。更短的词能找到：${parts.map(({ part, total }) => `${part}（${total === null ? '若干' : `${total} 个`}）`).join('、')}。`,
  noSpecification: '它没有规格，现在买不了；用 list_goods 找别的。',
  supplierEmpty: '供货商没有向这个账户开放任何商品，请用户向对方询问。',
  noSku: '它没有 SKU，现在买不了；用 supplier_items 找别的。',
  liveOnly: ({ first }) => `只有前 ${first} 个 SKU 显示实时库存；其余的用 supplier_check 查询。`,
  noSuchCode: '没有与此完全一致的卡密；这里不应答卡密的一部分。',
  noSuchCards: '没有匹配的卡：去掉 status 和 card_type，或用更短的一段卡密再查。',
  noCardsYet: '这个账户还没有生成过卡；用户需要时可用 generate_cards 生成。',
  ledgerPages: '没有这么多页。',
  ledgerEmpty: '这个账本里还没有任何购买或使用记录。',
  ledgerNoUnused: '账本里没有未用的卡密。',
  ledgerNoMatch: ({ fields }) =>
    fields.length === 1
      ? `没有符合 ${fields[0]} 的记录：去掉这个条件，或用更少、更短的词搜索。`
      : `没有同时符合 ${fields.join('、')} 的记录：去掉几个条件，或用更少、更短的词搜索。`,
  nothingSpent: '这段时间没有消费：把 since 提前一些。',
  moreGroups: ({ shown, groups }) =>
    `共 ${groups} 组，只显示了最近或花费最多的 ${shown} 组；total 包含全部。要看其余的，请缩短日期范围，或按 month、account 分组。`,
  cannotBuy: ({ said }) => `现在什么也买不了。${inChinese(said) ?? `（${said}）`}`,
  stopped: ({ since }) => `所有者已于 ${since} 停止全部消费。只有所有者能用 \`kamikit resume\` 恢复。`,
  suspended: ({ since, entryId }) =>
    `有一个账户自 ${since} 起暂停消费：记录 ${entryId} 实际扣款超过了约定。只有所有者能用 \`kamikit resume\` 解除。`,
};
