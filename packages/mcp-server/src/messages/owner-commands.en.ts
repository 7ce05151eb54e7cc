import { counted } from './english.ts';

/** The terms of a mandate, as they are told. */
export interface ToldTerms {
  maxOrder: string | null;
  perDay: string | null;
  perWeek: string | null;
  goods: readonly string[];
  account: string | null;
  kinds: readonly string[];
  until: string | null;
}

function limits({ maxOrder, perDay, perWeek }: ToldTerms): string {
  return [
    ...(maxOrder === null ? [] : [`up to ${maxOrder} yuan an order`]),
    ...(perDay === null ? [] : [`${perDay} yuan a day`]),
    ...(perWeek === null ? [] : [`${perWeek} yuan a week`]),
  ].join(', ');
}

function terms(told: ToldTerms): string {
  const { goods, account, kinds, until } = told;
  return [
    kinds.join(' and '),
    ...(limits(told) === '' ? [] : [limits(told)]),
    goods.length === 0 ? 'any goods' : `goods ${goods.join(', ')}`,
    account === null ? 'any account' : `account ${account}`,
    until === null ? 'until revoked' : `until the end of ${until}`,
  ].join('; ');
}

/** What `kamikit approve`, `mandate` and `stop` say. */
export const ownerCommands = {
  approve:
    'shows what waits for your approval; with an id, asks you about it, then sends it and tells the outcome. Exit codes: 0 bought or done, 1 failed, 2 wrong usage, 3 declined, 4 void, 5 still open',
  yes: 'approve it without asking',
  no: 'decline it without asking',
  reason: 'why it is declined, which the assistant is told',
  json: 'as JSON',
  nothingWaits: 'Nothing waits for your approval.',
  moreWait: ({ more }: { more: number }) => `${more} more ${more === 1 ? 'waits' : 'wait'}, not listed here.`,
  howTo: '`kamikit approve ID` asks about one of them; --yes and --no decide without asking.',
  question: 'Approve and send it now?',
  requestedBy: ({ person }: { person: string }) => `Requested by ${person}.`,
  validUntil: ({ until }: { until: string }) => `The quote is valid until ${until}.`,
  needsPerson: 'only a person at a terminal is asked; --yes or --no decides without asking',
  whichEntry: '--yes, --no and --reason are about one entry: its id is needed',
  undecided: 'Nothing was decided: it goes on waiting.',
  noTooLate: 'It was no longer waiting, so the no changed nothing.',
  sending: 'sending',
  following: 'waiting for delivery',
  interrupted: ({ id }: { id: string }) =>
    `Ending: what was not sent yet goes on waiting, and what was sent is still waited for. Ctrl-C once more ends at once, and loses nothing: \`kamikit ledger show ${id}\` tells what became of it.`,
  outcome: ({ id, what, state }: { id: string; what: string; state: string }) => `${id}  ${what}  ${state}`,
  charged: ({ charged }: { charged: string }) => `${charged} yuan were charged.`,
  seeCards: ({ id }: { id: string }) => `\`kamikit ledger show ${id}\` shows what was delivered.`,
  seeLater: ({ id }: { id: string }) =>
    `It is not finished yet; \`kamikit ledger show ${id}\` tells what becomes of it.`,

  mandate: 'what you allow beforehand; alone it lists',
  mandateAdd: 'allows purchases within limits, which are then sent unasked',
  mandateList: 'the mandates that hold, and what is used of them',
  mandateRevoke: 'ends a mandate, at once and for every process',
  mandateId: 'its id, or the first 4 or more characters of it',
  maxOrder: 'what one order may cost, in yuan',
  perDay: 'what they may cost together in a day, in yuan',
  perWeek: 'what they may cost together in a week, Monday to Sunday, in yuan',
  goods: 'only these goods, by their numbers: 12, or 12/34 for one specification',
  account: 'only this account: storefront, cards, supplier, or its own mark',
  kinds: 'only these kinds; by default purchase and supplier_trade',
  until: 'its last day, YYYY-MM-DD in Asia/Shanghai',
  all: 'those that were revoked or have run out, too',
  addYes: 'add it without asking',
  addNeedsPerson: 'only a person at a terminal is asked; --yes adds it without asking',
  wrongMoney: 'It must be an amount above 0 in yuan, such as 99.50.',
  wrongGoods: 'They must be numbers such as 12 or 12/34, separated by commas.',
  wrongKinds: ({ kinds }: { kinds: readonly string[] }) => `They must be among ${kinds.join(', ')}.`,
  wrongDay: 'It must be today or a later day, such as 2026-12-31.',
  needsLimit: 'at least one limit in yuan is needed: --max-order, --per-day or --per-week',
  addQuestion: 'Allow this from now on?',
  wouldAllow: ({ terms: told }: { terms: ToldTerms }) => `Without asking you: ${terms(told)}.`,
  notAdded: 'Nothing was added.',
  added: ({ id }: { id: string }) => `Added: mandate ${id}. \`kamikit mandate revoke ${id}\` ends it.`,
  noMandates: 'There are no mandates: everything waits for your approval where KAMIKIT_CONFIRM is owner.',
  notOwner:
    'KAMIKIT_CONFIRM is not owner here, so nothing waits for you; mandates say only what a restock may buy.',
  listed: ({ id, terms: told }: { id: string; terms: ToldTerms }) => `${id}  ${terms(told)}`,
  used: ({ today, week, uses }: { today: string; week: string; uses: number }) =>
    `used ${counted(uses, 'time')}: ${today} yuan today, ${week} yuan this week`,
  noMandate: ({ id }: { id: string }) => `there is no mandate ${id}`,
  severalMandates: ({ id, ids }: { id: string; ids: readonly string[] }) =>
    `${id} may be ${ids.join(', ')}: give more characters of the id`,
  revoked: ({ id, since }: { id: string; since: string }) => `Mandate ${id} has been revoked since ${since}.`,

  stop: 'ends all spending of every process on this ledger at once, until you resume',
  stopped: ({ since }: { since: string }) =>
    `All spending of this ledger has been stopped since ${since}. \`kamikit resume\` allows it again.`,
  underWay: ({ count }: { count: number }) =>
    `${counted(count, 'entry was sent before and is', 'entries were sent before and are')} still open: what was sent cannot be called back.`,
};

export type OwnerCommands = typeof ownerCommands;
