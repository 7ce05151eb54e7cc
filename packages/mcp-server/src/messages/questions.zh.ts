import type { Upstream } from '@kamikit/core';
import type { Questions } from './questions.en.ts';

const UPSTREAMS: Readonly<Record<Upstream, string>> = {
  storefront: '店铺',
  cards: '卡券服务',
  supplier: '供货商',
};

export const questions: Questions = {
  pay: ({ total, quantity, unitPrice }) =>
    `最多支付 ${total} 元，购买 ${quantity} 件${unitPrice === null ? '' : `（单价 ${unitPrice} 元）`}，确定吗？`,
  account: ({ account, upstream }) => `由${UPSTREAMS[upstream]}账户 ${account} 付款`,
  balance: ({ balance }) => `，余额 ${balance} 元`,
  budgetLeft: ({ left, daily }) => `，付款后今日预算 ${daily} 元还剩 ${left} 元`,
  goods: ({ texts }) => `商品（店铺自己写的名称）：${texts.join('，') || '没有名称'}`,
  filledIn: ({ fields, more }) => `填写内容：${fields.join('，')}${more === 0 ? '' : `，另有 ${more} 项`}`,

  unreadable: ({ kind, entryId }) => `是否允许记录 ${entryId} 的 ${kind}？报价的内容无法显示。`,

  useCard: '确定使用一次这张卡吗？',
  rechargeCard: ({ amount }) => `确定给这张卡充值 ${amount} 吗？`,
  deleteCard: '确定永久删除这张卡吗？',
  card: ({ code, left }) => `卡：${code}，${left}`,
  timeCard: ({ status, until }) =>
    `${status === null ? '状态不明' : `状态 ${status}`}，${until === null ? '到期时间不明' : `${until} 到期`}`,
  countCard: ({ uses }) => (uses === null ? '剩余次数不明' : `剩余 ${uses} 次`),
  pointCard: ({ points, perUse }) =>
    `${points === null ? '剩余点数不明' : `剩余 ${points} 点`}，${perUse === null ? '每次扣除点数不明' : `每次扣 ${perUse} 点`}`,
  refusals: { card_expired: '已过期', card_exhausted: '已用完', not_found: '没有这张卡' },

  issueTime: ({ count, duration, unit }) =>
    `确定生成 ${count} 张时间卡（每张 ${duration} ${unit === 'hour' ? '小时' : '天'}）吗？`,
  issueCount: ({ count, uses }) => `确定生成 ${count} 张次数卡（每张 ${uses} 次）吗？`,
  issuePoint: ({ count, points, perUse }) =>
    `确定生成 ${count} 张点数卡（每张 ${points} 点，每次扣 ${perUse} 点）吗？`,
};
