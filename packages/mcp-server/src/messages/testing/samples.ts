import type { OwnCommandMessages } from '../commands.en.ts';
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

const calls: SamplesOf<Messages['calls']> = {
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
    unreadable: [[{ kind: 'k1', entryId: 'E2' }]],
    rechargeCard: [[{ amount: 31 }]],
    card: [[{ code: '“C1”', left: 'L2' }]],
    timeCard: [[{ status: '“S1”', until: 'U2' }], [{ status: null, until: null }]],
    countCard: [[{ uses: 31 }], [{ uses: null }]],
    pointCard: [[{ points: 31, perUse: 42 }], [{ points: null, perUse: null }]],
    issueTime: [[{ count: 31, duration: 42, unit: 'day' }], [{ count: 1, duration: 42, unit: 'hour' }]],
    issueCount: [[{ count: 31, uses: 42 }]],
    issuePoint: [[{ count: 31, points: 42, perUse: 53 }]],
  },
  job: {
    pricing: [[{ priced: 31, items: 42 }], [{ priced: 31, items: 1 }]],
    awaitingOwner: [
      [{ page: 'https://page.example/1', jobId: 'J', until: 'U3' }],
      [{ page: null, jobId: 'J2', until: null }],
    ],
    stopped: [[{ said }]],
    byHand: [[{ unknown: 31, pending: 42 }], [{ unknown: 1, pending: 1 }]],
    cardsElsewhere: [[{ lines: 31, entryId: 'E2' }]],
    pastLastPage: [[{ pages: 31 }]],
    progress: [[{ done: 31, items: 42 }]],
    ask: [[{ items: 31, most: '52.5' }]],
    costs: [[{ total: '52.5' }]],
    cannotBuy: [[{ count: 31 }]],
    goods: [[{ names: ['“G1”', '“G2”'], more: 42 }]],
  },
  argument: {
    all: [[{ faults: ['fault 1', 'fault 2'] }]],
    unknown: [[{ names: ['"n1"', '"n2"'], known: ['k3', 'k4'] }], [{ names: ['"n1"'], known: [] }]],
    missing: [[{ field: 'f1', expected: 'E2' }]],
    other: [[{ field: 'f1', expected: 'E2', got: 'G3' }]],
    oneOf: [[{ values: ['"v1"', '"v2"'] }]],
    atLeast: { text: [[{ minimum: 31 }]], list: [[{ minimum: 31 }]], number: [[{ minimum: 31 }]] },
    atMost: { text: [[{ maximum: 31 }]], list: [[{ maximum: 31 }]], number: [[{ maximum: 31 }]] },
    own: [[{ said: 'Schema 1.' }]],
    somethingElse: [[{ said }]],
    got: { list: [[{ count: 31 }]], text: [[{ length: 31 }]] },
  },
  failure: {
    explained: [['outcome_unknown', { said }]],
    advised: [[{ said }]],
    withCode: [['outcome_unknown', { what: '1' }]],
    faulty: [[{ said: '' }]],
  },
  result: {
    overcharged: [[{ agreed: '10', charged: '500' }]],
    sealed: [
      [{ lines: 2, entryId: 'E1', link: null }],
      [{ lines: 2, entryId: '', link: 'https://x.example/1' }],
      [{ lines: 1, entryId: null, link: null }],
    ],
    cut: [[{ entryId: 'E1', link: null }], [{ entryId: null, link: null }]],
    awaitingOwner: [
      [{ page: null, entryId: 'E1', until: '2026-11-20' }],
      [{ page: 'https://x.example/1', entryId: '', until: null }],
    ],
    waitingForOwner: [[{ count: 31 }], [{ count: 1 }]],
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
    ledgerNoMatch: [[{ fields: ['field1', 'field2'] }], [{ fields: ['field1'] }]],
    moreGroups: [[{ shown: 50, groups: 61 }]],
    cannotBuy: [[{ said }]],
    stopped: [[{ since: '2026-11-20' }]],
    suspended: [[{ since: '2026-11-20', entryId: 'E1' }]],
  },
};

export const samples: SamplesOf<Omit<Messages, 'commands'> & { commands: OwnCommandMessages }> = {
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
    unfit: [[{ said }]],
    unfitHere: [[{ said }]],
    doubt: [[{ said }]],
  },
  calls,
  offers: {
    prompts: {
      buy: { text: [[{ ...wish, most: '99.5' }], [{ name: 'GOODS-1', count: undefined, most: undefined }]] },
      restock: { text: [[{ ...wish, most: '99.5' }]] },
      this_month: { text: [[]] },
    },
  },
  commands: {
    commandLine: {
      advice: [[{ command: 'kamikit 1' }]],
      option: [
        [{ text: 'T1', choices: ['C2', 'C3'], standard: 'S4' }],
        [{ text: 'T1', choices: [], standard: null }],
      ],
      unknownOption: [[{ option: '--o1' }]],
      unknownCommand: [[{ command: 'c1' }]],
      didYouMean: [[{ similar: 's1' }]],
      missingArgument: [[{ argument: 'a1' }]],
      missingValue: [[{ option: '--o1' }]],
      tooManyArguments: [[{ expected: '1', given: '31' }]],
      conflict: [[{ option: '--o1', other: '--o2' }]],
      wrongValue: [[{ option: '--o1', value: 'v2', why: 'W3' }]],
      allowed: [[{ choices: ['c1', 'c2'] }]],
    },
    ledger: {
      shortId: [[{ id: 'i1', least: 4 }]],
      noEntry: [[{ id: 'i1' }]],
      severalEntries: [
        [{ id: 'i1', ids: ['i12', 'i13'], isMore: true }],
        [{ id: 'i1', ids: ['i12', 'i13'], isMore: false }],
      ],
      noPage: [[{ page: 99, pages: 4 }]],
      footer: [[{ total: 31, page: 2, pages: 4 }], [{ total: 1, page: 1, pages: 1 }]],
      yuan: [[{ amount: '12.5' }]],
      unreadable: [[{ fields: ['field1', 'field2'] }]],
      finding: [[{ said }]],
      problems: [[{ count: 31 }], [{ count: 1 }]],
      reconciled: [
        [{ id: 'i1', kind: 'k2', state: 's3', advice: 'A4' }],
        [{ id: 'i1', kind: 'k2', state: 's3', advice: null }],
      ],
      notSettled: [[{ id: 'i1', why: 'W2' }]],
      settled: [[{ id: 'i1', kind: 'k2', state: 's3' }]],
      settledMeanwhile: [[{ id: 'i1', kind: 'k2', state: 's3' }]],
      marked: [[{ id: 'i1', used: '2-3', unused: '4' }]],
    },
    demo: {
      calling: [[{ tool: 'tool1' }]],
      callFailed: [[{ tool: 'tool1', why: 'W2' }]],
      callSucceeded: [[{ tool: 'tool1' }]],
      found: [[{ total: 31, search: 's1' }]],
      price: [[{ name: 'n1', price: '12.5' }]],
      goods: [[{ name: 'n1', specification: 's2' }]],
      stock: [[{ price: '12.5', stock: 31 }]],
      balance: [[{ balance: '12.5', left: '31.5' }]],
      ordered: [[{ orderSn: 'o1', status: 's2', price: '12.5' }]],
      polled: [[{ status: 's1' }]],
      notSent: [[{ orderSn: 'o1' }]],
      unlessMeant: [[{ code: 'c1' }]],
      charged: [[{ times: 1 }]],
      balances: [[{ before: '12.5', after: '31.5', left: '42.5' }]],
      valid: [[{ code: 'c1', uses: 31 }]],
      thenRefused: [[{ code: 'c1', reason: 'r2' }]],
      usesLeft: [[{ uses: 31 }]],
      items: [[{ total: 31 }]],
      chosen: [[{ name: 'n1', price: '12.5' }]],
      traded: [[{ state: 's1', amount: '12.5' }]],
      byHand: [[{ name: 'n1' }]],
      onlyNotice: [[{ state: 's1', notice: 'n2' }]],
      answered: [[{ status: 200 }]],
      ledgerSays: [[{ state: 's1', cards: 'c2' }]],
    },
    doctor: {
      checking: [[{ names: ['n1', 'n2'] }]],
      problems: [[{ count: 31 }], [{ count: 1 }]],
      failed: [[{ what: 'W1', advice: 'H2' }], [{ what: 'W1.', advice: 'H2' }]],
      configLate: [[{ seconds: 31 }]],
      limits: [[{ order: '12.5', day: '31.5', cards: 42 }], [{ order: null, day: null, cards: null }]],
      modes: [
        [{ confirm: 'c1', reveal: 'r2', isReadOnly: true, isSandbox: true }],
        [{ confirm: 'c1', reveal: 'r2', isReadOnly: false, isSandbox: false }],
      ],
      hostsLate: [[{ seconds: 31 }]],
      unseen: [[{ host: 'h1', variables: ['V2', 'V3'] }]],
      upstreamLate: [[{ where: 'h1', seconds: 31 }], [{ where: null, seconds: 31 }]],
      balance: [[{ balance: '12.5', level: 'l2' }], [{ balance: '12.5', level: null }]],
      signatureAccepted: [[{ items: 31 }]],
      clockLate: [[{ seconds: 31 }]],
      clockUnreachable: [[{ host: 'h1' }]],
      clockUntold: [[{ host: 'h1' }]],
      clockAgrees: [[{ host: 'h1' }]],
      clockDiffers: [[{ host: 'h1', seconds: 31 }]],
      ledgerLate: [[{ path: '/p1', seconds: 31 }]],
      ledgerGone: [[{ said }]],
      ledgerNew: [[{ path: '/p1' }]],
      ledgerOpen: [[{ path: '/p1' }]],
      ledgerDiffers: [[{ said, more: 31 }]],
      suspended: [[{ account: 'a1', entryId: 'E2' }]],
      stopped: [[{ since: '2026-11-20', by: 'page' }]],
      entries: [[{ total: 31, path: '/p1' }]],
      unknown: [[{ count: 31 }]],
    },
    owner: {
      validUntil: [[{ until: '2026-11-20' }]],
      interrupted: [[{ id: 'i1' }]],
      outcome: [[{ id: 'i1', what: '2 × W', state: 's3' }]],
      charged: [[{ charged: '12.5' }]],
      seeCards: [[{ id: 'i1' }]],
      seeLater: [[{ id: 'i1' }]],
      wrongKinds: [[{ kinds: ['k1', 'k2'] }]],
      wouldAllow: [
        [
          {
            terms: {
              maxOrder: '12.5',
              perDay: '31.5',
              perWeek: '42.5',
              goods: ['G12', 'G34'],
              account: 'A1',
              kinds: ['k1', 'k2'],
              until: '2026-12-31',
            },
          },
        ],
        [
          {
            terms: {
              maxOrder: null,
              perDay: null,
              perWeek: null,
              goods: [],
              account: null,
              kinds: ['k1'],
              until: null,
            },
          },
        ],
      ],
      added: [[{ id: 'i1' }]],
      listed: [
        [
          {
            id: 'i9',
            terms: {
              maxOrder: '12.5',
              perDay: '31.5',
              perWeek: '42.5',
              goods: ['G12', 'G34'],
              account: 'A1',
              kinds: ['k1', 'k2'],
              until: '2026-12-31',
            },
          },
        ],
        [
          {
            id: 'i9',
            terms: {
              maxOrder: null,
              perDay: null,
              perWeek: null,
              goods: [],
              account: null,
              kinds: ['k1'],
              until: null,
            },
          },
        ],
      ],
      used: [[{ today: '12.5', week: '31.5', uses: 42 }], [{ today: '12.5', week: '31.5', uses: 1 }]],
      noMandate: [[{ id: 'i1' }]],
      severalMandates: [[{ id: 'i1', ids: ['i12', 'i13'] }]],
      revoked: [[{ id: 'i1', since: '2026-11-20' }]],
      stopped: [[{ since: '2026-11-20' }]],
      underWay: [[{ count: 31 }], [{ count: 1 }]],
    },
    setup: {
      problem: [[{ variable: 'VARIABLE_1', message: 'wrong 2' }]],
      environment: [[{ variables: ['V1', 'V2'] }]],
      inOrder: [[{ first: 'F1', second: 'S2' }]],
      noFile: [[{ path: '/p1' }]],
      nothingSetNoFile: [[{ path: '/p1' }]],
      sources: [[{ configuration: 'C1', ledger: 'L2' }]],
      connect: [[{ block: 'B1' }]],
      about: [[{ path: '/p1' }]],
      openly: [[{ question: 'Q1' }]],
      unseen: [[{ question: 'Q1' }]],
      trying: [[{ name: 'n1' }]],
      tried: [[{ name: 'n1', found: 'F2' }]],
      untried: [[{ name: 'n1', why: 'W2' }]],
      leftOut: [[{ name: 'n1' }]],
      referenceStays: [[{ name: 'N1' }]],
      newFile: [[{ path: '/p1' }]],
      noFolder: [[{ folder: '/f1', host: 'H2' }]],
      stays: [[{ variable: 'V1' }]],
      fault: [[{ what: 'W1' }]],
      backup: [[{ path: '/p1' }]],
      limits: [[{ order: '12.5', day: '31.5' }], [{ order: null, day: null }]],
      pasteYourself: [[{ why: 'W1' }]],
      claudeCode: [[{ command: 'c1' }]],
      notObject: [[{ path: '/p1' }]],
      notObjectIn: [[{ name: 'n1', path: '/p2' }]],
      restart: [[{ host: 'H1' }]],
      thenRestart: [[{ host: 'H1' }]],
      brokenLink: [[{ path: '/p1' }]],
      link: [[{ path: '/p1', target: '/t2', instead: '--o3' }]],
      notFile: [[{ path: '/p1' }]],
      notSuspended: [[{ account: 'a1' }]],
      unknownAccount: [[{ account: 'a1', known: ['b2', 'c3'] }]],
      suspendedSince: [[{ account: 'a1', since: '2026-11-20', entryId: 'E2' }]],
      stoppedSince: [[{ since: '2026-11-20', by: 'page' }]],
      charge: [[{ charged: '12.5', agreed: '31.5' }]],
    },
  },
};
