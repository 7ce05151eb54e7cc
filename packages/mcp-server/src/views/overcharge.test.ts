import { parseMoney } from '@kamikit/core';
import { expect, it } from 'vitest';
import { results } from '../messages/results.en.ts';
import { overchargeWarning } from './overcharge.ts';

const ten = { amount: parseMoney(10), agreed: parseMoney(10), charged: null, overcharged: false };

it.each([
  [
    'a charge that nobody could read is told',
    { charge_text: 'five <b>hundred' },
    /cannot be read, .*should check the charge/,
  ],
  [
    'so is that the account shows no more',
    { charge_text: '五百', balance_after_answer: '90' },
    /cannot be read, but the account’s balance shows no more/,
  ],
])('%s, and none of the shop’s words', (_what, evidence, told) => {
  const { warning } = overchargeWarning({ ...ten, evidence }, results);
  expect(warning).toMatch(told);
  expect(warning).not.toContain(evidence.charge_text);
});

it('a charge that is known, or was told by nobody, is no reason to warn', () => {
  expect(overchargeWarning({ ...ten, evidence: {} }, results)).toEqual({});
  expect(
    overchargeWarning({ ...ten, charged: parseMoney(10), evidence: { charge_text: '?' } }, results),
  ).toEqual({});
  expect(overchargeWarning(null, results)).toEqual({});
});
