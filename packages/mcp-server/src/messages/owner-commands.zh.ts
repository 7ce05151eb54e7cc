import type { OwnerCommands, ToldTerms } from './owner-commands.en.ts';

function limits({ maxOrder, perDay, perWeek }: ToldTerms): string {
  return [
    ...(maxOrder === null ? [] : [`每单最多 ${maxOrder} 元`]),
    ...(perDay === null ? [] : [`每天 ${perDay} 元`]),
    ...(perWeek === null ? [] : [`每周 ${perWeek} 元`]),
  ].join('，');
}

function terms(told: ToldTerms): string {
  const { goods, account, kinds, until } = told;
  return [
    kinds.join('、'),
    ...(limits(told) === '' ? [] : [limits(told)]),
    goods.length === 0 ? '任何商品' : `商品 ${goods.join('、')}`,
    account === null ? '任何账户' : `账户 ${account}`,
    until === null ? '直到撤销' : `有效期到 ${until} 当天结束`,
  ].join('；');
}

export const ownerCommands: OwnerCommands = {
  approve:
    '列出等待你批准的请求；带上编号则先问你，再发送并告诉结果。退出码：0 已买到或已完成，1 失败，2 用法有误，3 已拒绝，4 已失效，5 还没有结果',
  yes: '不询问，直接批准',
  no: '不询问，直接拒绝',
  reason: '拒绝的原因，会告诉助手',
  json: '以 JSON 输出',
  nothingWaits: '没有等待你批准的请求。',
  moreWait: ({ more }) => `另有 ${more} 项等待批准，未列出。`,
  howTo: '用 `kamikit approve ID` 逐条处理；加 --yes 或 --no 则不询问。',
  question: '批准并立即发送吗？',
  requestedBy: ({ person }) => `申请人：${person}。`,
  validUntil: ({ until }) => `报价有效期至 ${until}。`,
  needsPerson: '只有坐在终端前的人才会被询问；加 --yes 或 --no 则直接决定',
  whichEntry: '--yes、--no 和 --reason 针对某一条记录，需要写明它的编号',
  undecided: '没有做出决定，它继续等待。',
  noTooLate: '它已经不在等待决定，这次拒绝没有改变任何事。',
  sending: '正在发送',
  following: '正在等待发货',
  interrupted: ({ id }) =>
    `正在结束：还没发送的继续等待批准，已经发送的仍会等到回复。再按一次 Ctrl-C 立即结束，什么也不会丢失：用 \`kamikit ledger show ${id}\` 查看结果。`,
  outcome: ({ id, what, state }) => `${id}  ${what}  ${state}`,
  charged: ({ charged }) => `实扣 ${charged} 元。`,
  seeCards: ({ id }) => `用 \`kamikit ledger show ${id}\` 查看交付的内容。`,
  seeLater: ({ id }) => `还没有完成；用 \`kamikit ledger show ${id}\` 查看后来的结果。`,

  mandate: '你事先允许的范围；不带子命令时列出',
  mandateAdd: '允许在限额之内的购买，不再逐笔询问',
  mandateList: '有效的授权，以及已用了多少',
  mandateRevoke: '撤销一项授权，对所有进程立即生效',
  mandateId: '它的编号，或编号开头的 4 个以上字符',
  maxOrder: '每单最多花多少，单位为元',
  perDay: '每天合计最多花多少，单位为元',
  perWeek: '每周（周一到周日）合计最多花多少，单位为元',
  goods: '只限这些商品的编号：12，或用 12/34 指一个规格',
  account: '只限这个账户：storefront、cards、supplier，或账户自己的标记',
  kinds: '只限这些种类；默认为 purchase 和 supplier_trade',
  until: '最后一天，格式 YYYY-MM-DD（上海时间）',
  all: '包括已撤销和已过期的',
  addYes: '不询问，直接添加',
  addNeedsPerson: '只有坐在终端前的人才会被询问；加 --yes 则直接添加',
  wrongMoney: '应为大于 0 的金额，单位为元，例如 99.50。',
  wrongGoods: '它们必须是 12 或 12/34 这样的编号，用逗号分隔。',
  wrongKinds: ({ kinds }) => `它们只能是 ${kinds.join('、')}。`,
  wrongDay: '应为今天或以后的日期，例如 2026-12-31。',
  needsLimit: '至少要有一个金额上限：--max-order、--per-day 或 --per-week',
  addQuestion: '从现在起允许吗？',
  wouldAllow: ({ terms: told }) => `不再逐笔询问：${terms(told)}。`,
  notAdded: '没有添加任何授权。',
  added: ({ id }) => `已添加授权 ${id}。用 \`kamikit mandate revoke ${id}\` 撤销。`,
  noMandates: '没有任何授权：KAMIKIT_CONFIRM 为 owner 时，每一笔都要等你批准。',
  notOwner: '这里的 KAMIKIT_CONFIRM 不是 owner，所以没有请求会等你批准；授权只决定补货可以买什么。',
  listed: ({ id, terms: told }) => `${id}  ${terms(told)}`,
  used: ({ today, week, uses }) => `已用 ${uses} 次：今天 ${today} 元，本周 ${week} 元`,
  noMandate: ({ id }) => `没有授权 ${id}`,
  severalMandates: ({ id, ids }) => `${id} 可能是 ${ids.join('、')}：请多写几个字符`,
  revoked: ({ id, since }) => `授权 ${id} 已于 ${since} 撤销。`,

  stop: '立即停止这个账本上所有进程的消费，直到你恢复',
  stopped: ({ since }) => `这个账本的全部消费已于 ${since} 停止。用 \`kamikit resume\` 恢复。`,
  underWay: ({ count }) => `还有 ${count} 条记录在此之前已经发送、尚未结束：发出去的收不回来。`,
};
