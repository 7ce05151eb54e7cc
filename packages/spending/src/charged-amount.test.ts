import { expect, it } from 'vitest';
import { chargedAmount } from './charged-amount.ts';
import { yuan } from './testing/made-ledger.ts';

it.each([
  [yuan(0.01), undefined, { charged: '0.01' }],
  [yuan(0), undefined, {}],
  [yuan(-1), undefined, {}],
  [null, undefined, {}],
  [yuan(9), 'nine', { evidence: { charge_text: 'nine' } }],
  [null, '', { evidence: { charge_text: '' } }],
])('of %j, written as %j, a settlement says %j', (charged, text, said) => {
  expect(chargedAmount(charged, text)).toStrictEqual(said);
});
