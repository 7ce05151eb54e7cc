import { describe, expect, it } from 'vitest';
import { madeOrder } from '../testing/made-clients.ts';
import { yuan } from '../testing/made-ledger.ts';
import { failedOrderAdvice, settleOrder } from './settle.ts';

describe('an order', () => {
  it('is settled with its number, its cards and what was charged', () => {
    const order = madeOrder({ status: 4, cards: 'A\n\nB', actual_price: yuan(9), total_price: yuan(10) });
    expect(settleOrder(order)).toStrictEqual({
      ...{ state: 'completed', reference: 'SN', delivered: 2, charged: '9' },
      result: {
        ...{ order_sn: 'SN', status: 4, status_text: null, total_price: '10', actual_price: '9' },
        ...{ cards: 'A\n\nB', goods_name: null, quantity: null },
      },
    });
  });

  it('costs its total where nothing else is told, and nothing is charged that cannot be read', () => {
    expect(settleOrder(madeOrder({ total_price: yuan(10) }))).toMatchObject({ charged: '10' });
    const settled = settleOrder(madeOrder({ total_price: yuan(10), amount_text: 'ten' }));
    expect(settled).toMatchObject({ evidence: { charge_text: 'ten' } });
    expect(settled).not.toHaveProperty('charged');
  });

  it.each([
    [1, 'pending'],
    [4, 'completed'],
    [null, 'pending'],
  ])('of status %j is %s, and nothing is to be done', (status, state) => {
    const settled = settleOrder(madeOrder({ status }));
    expect(settled).toMatchObject({ state });
    expect(settled).not.toHaveProperty('advice');
  });

  it.each([
    [5, /^The order failed\./],
    [6, /异常.*Do not buy again/],
    [-1, /^The order failed\./],
  ])('of status %j failed, and says what to do', (status, advice) => {
    expect(settleOrder(madeOrder({ status }))).toMatchObject({
      ...{ state: 'failed', advice: expect.stringMatching(advice) },
    });
    expect(failedOrderAdvice(status)).toMatch(advice);
  });
});
