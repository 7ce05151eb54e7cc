import { expect, test } from 'vitest';
import { UPSTREAMS } from './errors.ts';
import { leavesInDoubt } from './refusal.ts';

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
