import type { TradeProgress } from '@kamikit/core';
import type { EntryState } from '@kamikit/ledger';
import { counted } from './english.ts';

/** Where the owner reads what was delivered: on the page where one runs, by a command otherwise. */
export interface CardPlace {
  entryId: string | null;
  link: string | null;
}

function whereCardsAre({ entryId, link }: CardPlace): string {
  if (entryId === null) return 'the shop’s own order page shows them';
  return `${link ?? `\`kamikit ledger show ${entryId}\``} shows them`;
}

/** Where the owner decides, and until when. */
export interface ApprovalPlace {
  page: string | null;
  entryId: string;
  until: string | null;
}

/** What answers say in our words: what to do next, what to know about what they show. `said`: by one of our libraries. */
export const results = {
  waitsForTurn: ({ seconds }: { seconds: number }) =>
    `The shop takes no more requests for now: ${seconds} s more.`,
  overcharged: ({ agreed, charged }: { agreed: string | null; charged: string | null }) =>
    `Overcharged: ${agreed} yuan were agreed, ${charged} were charged. Tell the user this first. Nothing more can be spent with this account until the owner lifts that with \`kamikit resume\`.`,
  chargeUnreadable:
    'The shop tells what it charged in words that cannot be read, and the account shows no balance to compare: the user should check the charge at the shop.',
  chargeUnreadableCompared:
    'The shop tells what it charged in words that cannot be read, but the account’s balance shows no more than was agreed.',
  sealed: ({ lines, ...place }: { lines: number } & CardPlace) =>
    `[sealed: ${counted(lines, 'line')}; ${whereCardsAre(place)}]`,
  cut: (place: CardPlace) => `[cut; ${whereCardsAre(place)} in full]`,
  unrecorded: ({ said }: { said: string }) => said,
  advice: (_state: EntryState, { said }: { said: string }) => said,
  damaged: ({ fields }: { fields: readonly string[] }) =>
    `The ledger’s file was changed: its ${fields.join(', ')} cannot be read.`,

  awaitingOwner: ({ page, entryId, until }: ApprovalPlace) =>
    `Nothing was sent yet: the owner has to allow it${until === null ? '' : ` until ${until}`}, ${page === null ? `with \`kamikit approve ${entryId}\`` : `on the page ${page}`}. Tell the user so; then make exactly the same call again, with the same idempotency_key if it takes one: that tells what became of it (wait_seconds, where there is one, waits). Use no new key while it waits.`,
  waitingForOwner: ({ count }: { count: number }) =>
    `${counted(count, 'entry awaits', 'entries await')} the owner’s approval; list_ledger shows them with state awaiting_approval.`,

  orderPending:
    'Not finished yet. Call poll_order with this order_sn; a manual order may take days. Do not buy again.',
  orderFailed: (_isMoneyTaken: boolean, { said }: { said: string }) => said,
  orderWithoutCards:
    'Completed, but the shop shows no cards: the goods may be delivered another way; see the shop’s order page.',
  orderDone: 'Done. Give the user the cards exactly as they are.',
  sealedDone:
    'Done. What was delivered is sealed: tell the user where to read it, which stands in its place.',
  orderStatus: ({ status }: { status: number | null }) => `status ${status}`,
  ordersFinished: ({ finished, total }: { finished: number; total: number }) =>
    `${finished} of ${counted(total, 'order')} finished`,
  ordersOpen: ({ open }: { open: number }) => `${open} pending: call poll_order again for these later.`,
  ordersLate: ({ late }: { late: number }) =>
    `${late} not answered yet: call poll_order again with all of these, and it begins with those.`,
  ordersAnswered: 'Follow each order’s own next or error.',

  tradePending: ({ tradeNo }: { tradeNo: string | null }) =>
    `Not delivered yet; the notice is not the goods. Call supplier_query with trade_no ${tradeNo}; delivery by hand may take days. Do not buy again.`,
  tradeUnread: ({ said, entryId }: { said: string; entryId: string }) =>
    `${said} The owner does that with \`kamikit ledger settle ${entryId} --delivered\` or \`--failed\`. Do not buy again.`,
  tradeDone: 'Done. Give the user the contents exactly as they are.',
  tradeDoneEscaped:
    'Done. The contents hold HTML escapes, most likely added by the shop’s editor: contents_decoded is more likely what was sold. Give the user both, and say which is which.',
  tradeSoldOut: ({ said }: { said: string }) => said,
  tradeFailed: ({ said }: { said: string | null }) => said ?? 'The shop could not deliver.',
  tradeRefunded: 'The shop refunded the money.',
  tradeProgress: {
    waiting: 'waiting for delivery',
    shipped: 'delivered',
    failed: 'failed',
    refunded: 'refunded',
    sold_out: 'sold out',
  } satisfies Record<TradeProgress, string>,

  reconciledAway: 'It did not happen, and nothing was charged. To try again, use a new idempotency_key.',
  stillUnderWay: 'It is still under way: check again in a moment.',
  states: {
    awaiting_approval: 'It waits for its owner; nothing was sent yet.',
    completed: 'It is completed.',
    pending: 'It is pending.',
    failed: 'It failed.',
    refunded: 'It was refunded.',
    unknown: 'Its outcome is unknown.',
  } satisfies Record<Exclude<EntryState, 'prepared' | 'sent' | 'refused'>, string>,

  pastLastPage: 'This is past the last page: call again with a lower page.',
  shopEmpty: 'The shop shows nothing here.',
  withoutFilter: 'Leaving out group_id and type may find more.',
  tooDear: ({ most, cheapest }: { most: string; cheapest: string }) =>
    `Nothing costs at most ${most} yuan; the cheapest costs ${cheapest}. Raise price_max, or search for something else.`,
  moreGoods: ({ looked }: { looked: number }) =>
    `There are more: only the first ${looked} were looked at. Narrow it down by search, group_id or type.`,
  moreCards: ({ looked }: { looked: number }) =>
    `There are more: only the first ${looked} were looked at. Narrow it down by code, status or card_type.`,
  nothingMatches: 'Nothing matches. Try a shorter or another word.',
  nothingFor: ({ search }: { search: string }) => `Nothing matches ${search}. Try a shorter or another word.`,
  shorterFind: ({
    search,
    parts,
  }: {
    search: string;
    parts: readonly { part: string; total: number | null }[];
  }) =>
    `Nothing matches ${search}. Shorter searches find: ${parts.map(({ part, total }) => `${part} (${total ?? 'some'})`).join(', ')}.`,
  noSpecification: 'It has no specification, so it cannot be bought now; list_goods finds others.',
  supplierEmpty: 'The supplier shows nothing to this account: the user should ask there.',
  noSku: 'It has no SKU, so it cannot be bought now; supplier_items finds others.',
  liveOnly: ({ first }: { first: number }) =>
    `Only the first ${first} SKUs show their live stock; supplier_check shows that of any other.`,
  noSuchCode: 'No card has exactly this code; parts of codes are not answered here.',
  noSuchCards: 'No card matches: ask again without status and card_type, or with a shorter part of the code.',
  noCardsYet: 'This account has issued no cards yet; generate_cards does, if the user wants some.',
  ledgerPages: 'There are fewer pages than that.',
  ledgerEmpty: 'Nothing has been bought or used with this ledger yet.',
  ledgerNoUnused: 'There are no unused cards in the ledger.',
  ledgerNoMatch: ({ fields }: { fields: readonly string[] }) =>
    fields.length === 1
      ? `Nothing matches ${fields[0]}: leave it out, or search for fewer or shorter words.`
      : `Nothing matches all of ${fields.join(', ')}: leave some out, or search for fewer or shorter words.`,
  nothingSpent: 'Nothing was spent in this period: take an earlier since.',
  moreGroups: ({ shown, groups }: { shown: number; groups: number }) =>
    `Only ${shown} of ${groups} groups are shown, the latest or the most expensive; total counts all. For the others, ask for fewer days or group by month or account.`,
  cannotBuy: ({ said }: { said: string }) => `Nothing can be bought now. ${said}`,
  stopped: ({ since }: { since: string }) =>
    `The owner stopped all spending at ${since}. Only the owner can resume it, with \`kamikit resume\`.`,
  suspended: ({ since, entryId }: { since: string; entryId: string }) =>
    `Spending is suspended with an account since ${since}: entry ${entryId} was charged more than agreed. Only the owner can lift that, with \`kamikit resume\`.`,
};

export type Results = typeof results;
