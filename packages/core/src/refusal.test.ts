import { describe, expect, test } from 'vitest';
import { KamikitError, UPSTREAMS } from './errors.ts';
import {
  classifyRefusal,
  isServerFault,
  isUnknownCaller,
  leavesInDoubt,
  namesCheckOfTrade,
} from './refusal.ts';

test.each([
  '支付成功，库存不足，请联系客服',
  '订单已付款，发货格式错误',
  '已扣款，商品不存在',
  'Paid, but sold out',
  'your balance was charged; goods not found',
])('a refusal that tells of money taken proves nothing, whatever its reason: %s', (message) => {
  for (const upstream of UPSTREAMS) expect(leavesInDoubt(message, upstream)).toBe(true);
});

test.each(['库存不足', '余额不足', '商品不存在', '订单未支付，参数错误', 'unpaid: invalid'])(
  'one that gives a reason for not beginning is believed: %s',
  (message) => {
    for (const upstream of UPSTREAMS) expect(leavesInDoubt(message, upstream)).toBe(false);
  },
);

test.each([
  ['重复提交', '请求重复', '重复的订单', '正在处理', '订单处理中'],
  ['Duplicate order', 'repeated request', 'still in progress'],
  ['already submitted', 'this has already been processed'],
])('one that has seen the request already proves nothing, whatever its status: %s, %s', (...messages) => {
  for (const message of messages)
    for (const upstream of UPSTREAMS)
      expect([message, leavesInDoubt(message, upstream, 'invalid_request')]).toEqual([message, true]);
});

test.each([
  ['storefront', '不行', undefined, true],
  ['cards', '不行', undefined, true],
  ['supplier', '不行', undefined, false],
  ['storefront', '不行', 'not_found', true],
  ['cards', '不行', 'not_found', false],
  ['supplier', '系统错误', undefined, true],
  ['storefront', '系统错误：参数错误', 'not_found', true],
  ['storefront', '系统错误：参数错误', undefined, true],
  ['cards', '系统错误', 'not_found', false],
  ['storefront', '参数错误', 'not_found', false],
] as const)('a %s that says %s with the status of %s leaves in doubt what was done: %s', (...row) => {
  const [upstream, message, byStatus, isDoubtful] = row;
  expect(leavesInDoubt(message, upstream, byStatus)).toBe(isDoubtful);
});

describe('the words of a refusal are', () => {
  test.each([
    ['signature_rejected', ['签名错误', 'Invalid Signature']],
    ['insufficient_balance', ['余额不足', 'insufficient balance', 'Insufficient funds']],
    ['out_of_stock', ['库存不足', '缺货', '售罄', 'out of stock', 'insufficient stock', 'Sold out']],
    ['limit_exceeded', ['限购 1 件', '超过限制', '超出限制', '已达上限', 'limit exceeded']],
    ['limit_exceeded', ['would exceed the daily limit', 'Exceeds limit']],
    ['card_expired', ['卡密已过期', 'Expired']],
    ['card_exhausted', ['已用完', '已用尽', '已耗尽', '点数不足', '次数不足', 'exhausted', 'used up']],
    ['rate_limited', ['操作频繁', 'Too many requests']],
    ['unauthorized', ['密钥错误', '未授权', '认证失败', 'unauthenticated']],
    ['unauthorized', ['wrong API key', 'api_key', 'api-key', 'apikey', 'unauthorized', 'unauthorised']],
    ['unauthorized', ['商户不存在', '用户 不存在', 'API-ID不存在', 'ApiId 不存在']],
    ['not_found', ['商品不存在', '已下架', '未上架', '商品不可用', 'Not found', 'does not exist']],
    ['invalid_request', ['参数错误', '不能为空', '格式不对', '订单号不能低于24位', 'invalid', 'required']],
    ['upstream_refused', ['', '不行', 'my key', 'unauthorixed', 'insufficient', 'api:key']],
  ])('%s: %j', (code, messages) => {
    for (const message of messages) expect([message, classifyRefusal(message)]).toEqual([message, code]);
  });

  test.each([
    [true, ['系统错误：参数错误', '系统异常', '服务器开小差', '请求超时', 'Server Error']],
    [true, ['timeout', 'Timed out', 'time-out', '系统繁忙', '稍后再试', '请稍后重试', 'Try again later']],
    [false, ['库存不足，请稍后再试', '系统繁忙，操作频繁', '商品不存在', '', 'time is out', 'timexout']],
  ])('those of a server that failed: %s', (isFault, messages) => {
    for (const message of messages) expect([message, isServerFault(message)]).toEqual([message, isFault]);
  });

  test('those about who asks, and not about what is asked for', () => {
    expect(['商户不存在', '用户 不存在', 'apiid不存在', '商品不存在'].map(isUnknownCaller)).toEqual([
      ...[true, true, true, false],
    ]);
  });
});

test.each([
  ['金额错误', true],
  ['插件未启用', true],
  ['请填写账号', true],
  ['请输入账号', true],
  ['请选择区服', true],
  ['The current session is not secure', true],
  ['不行', false],
  [undefined, false],
])('a supplier’s %s is a check that it makes before it sells: %s', (upstreamMessage, isCheck) => {
  const refused = (code: 'upstream_refused' | 'out_of_stock') =>
    namesCheckOfTrade(new KamikitError('it refused', { code, upstreamMessage }));
  expect([refused('upstream_refused'), refused('out_of_stock')]).toEqual([isCheck, true]);
});
