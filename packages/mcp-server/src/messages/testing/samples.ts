import type { Messages } from '../messages-in.ts';

/** What a message that is a function is to be tried with, and which; the compiler names those that are missing. */
type SamplesOf<T> = T extends (...given: infer Given) => string
  ? ReadonlyArray<Given>
  : { readonly [K in keyof T as HasFunctions<T[K]> extends true ? K : never]: SamplesOf<T[K]> };

type HasFunctions<T> = T extends string
  ? false
  : T extends (...given: never) => string
    ? true
    : true extends { [K in keyof T]: HasFunctions<T[K]> }[keyof T]
      ? true
      : false;

const account = { account: 'A1' };
const said = 'Library 1.';
const wish = { name: 'GOODS-1', count: '42' };

export const samples: SamplesOf<Messages> = {
  start: {
    rules: [[{ shopFields: ['field1', 'field2'] }]],
    problems: [
      [
        {
          problems: [
            { variable: 'VARIABLE_1', message: 'wrong 1' },
            { variable: 'VARIABLE_2', message: 'wrong 2' },
          ],
        },
      ],
    ],
    doubt: [[{ said }]],
  },
  calls: {
    question: {
      pay: [
        [{ total: '12.5', quantity: 2, unitPrice: '6.25' }],
        [{ total: '12.5', quantity: 1, unitPrice: null }],
      ],
      account: [
        [{ ...account, upstream: 'storefront' }],
        [{ ...account, upstream: 'cards' }],
        [{ ...account, upstream: 'supplier' }],
      ],
      balance: [[{ balance: '100.5' }]],
      budgetLeft: [[{ left: '267.5', daily: '300' }]],
      goods: [[{ texts: ['“G1”', '“S2”'] }], [{ texts: [] }]],
      filledIn: [[{ fields: ['“F1” = “V1”'], more: 40 }]],
      rechargeCard: [[{ amount: 31 }]],
      card: [[{ code: '“C1”', left: 'L2' }]],
      timeCard: [[{ status: '“S1”', until: 'U2' }], [{ status: null, until: null }]],
      countCard: [[{ uses: 31 }], [{ uses: null }]],
      pointCard: [[{ points: 31, perUse: 42 }], [{ points: null, perUse: null }]],
      issueTime: [[{ count: 31, duration: 42, unit: 'day' }], [{ count: 1, duration: 42, unit: 'hour' }]],
      issueCount: [[{ count: 31, uses: 42 }]],
      issuePoint: [[{ count: 31, points: 42, perUse: 53 }]],
    },
    failure: { explained: [['outcome_unknown', { said }]] },
    result: {
      overcharged: [[{ agreed: '10', charged: '500' }]],
      sealed: [[{ lines: 2, entryId: 'E1' }], [{ lines: 1, entryId: null }]],
      cut: [[{ entryId: 'E1' }], [{ entryId: null }]],
      unrecorded: [[{ said }]],
      advice: [['unknown', { said }]],
      damaged: [[{ fields: ['field1', 'field2'] }]],
      orderFailed: [
        [true, { said }],
        [false, { said }],
      ],
      orderStatus: [[{ status: 7 }]],
      ordersFinished: [[{ finished: 31, total: 42 }]],
      ordersLate: [[{ late: 31 }]],
      ordersOpen: [[{ open: 31 }]],
      tradePending: [[{ tradeNo: 'T1' }]],
      tradeUnread: [[{ said, entryId: 'E1' }]],
      tradeSoldOut: [[{ said }]],
      tradeFailed: [[{ said }], [{ said: null }]],
      tooDear: [[{ most: '12.5', cheapest: '31.5' }]],
      moreGoods: [[{ looked: 1000 }]],
      moreCards: [[{ looked: 1000 }]],
      nothingFor: [[{ search: '“S1”' }]],
      shorterFind: [
        [
          {
            search: '“S1”',
            parts: [
              { part: '“P2”', total: 31 },
              { part: '“P3”', total: null },
            ],
          },
        ],
      ],
      liveOnly: [[{ first: 50 }]],
      ledgerNoMatch: [[{ fields: ['field1', 'field2'] }]],
      moreGroups: [[{ shown: 50, groups: 61 }]],
      cannotBuy: [[{ said }]],
      suspended: [[{ since: '2026-11-20', entryId: 'E1' }]],
    },
  },
  offers: {
    prompts: {
      buy: { text: [[{ ...wish, most: '99.5' }], [{ name: 'GOODS-1', count: undefined, most: undefined }]] },
      restock: { text: [[{ ...wish, most: '99.5' }]] },
      this_month: { text: [[]] },
    },
  },
};
