import type { CardRefusal, Upstream } from '@kamikit/core';
import { counted } from './english.ts';

const UPSTREAMS: Readonly<Record<Upstream, string>> = {
  storefront: 'storefront',
  cards: 'card service',
  supplier: 'supplier',
};

/** What the user is asked before money is spent or a card is touched; texts of others come in marks already. */
export const questions = {
  pay: ({ total, quantity, unitPrice }: { total: string; quantity: number; unitPrice: string | null }) =>
    `Pay up to ${total} yuan in all for ${counted(quantity, 'piece')}${unitPrice === null ? '' : ` at ${unitPrice}`}?`,
  account: ({ account, upstream }: { account: string; upstream: Upstream }) =>
    `From account ${account} at the ${UPSTREAMS[upstream]}`,
  balance: ({ balance }: { balance: string }) => `, balance ${balance} yuan`,
  budgetLeft: ({ left, daily }: { left: string; daily: string }) =>
    `, ${left} of today’s budget of ${daily} yuan left after this`,
  goods: ({ texts }: { texts: readonly string[] }) =>
    `Goods, as the shop calls them: ${texts.join(', ') || 'no name'}`,
  filledIn: ({ fields, more }: { fields: readonly string[]; more: number }) =>
    `Filled in: ${fields.join(', ')}${more === 0 ? '' : `, ${more} more`}`,

  unreadable: ({ kind, entryId }: { kind: string; entryId: string }) =>
    `Allow this ${kind} of entry ${entryId}? What was quoted cannot be shown.`,

  useCard: 'Use this card once?',
  rechargeCard: ({ amount }: { amount: number }) => `Add ${amount} to this card?`,
  deleteCard: 'Delete this card permanently?',
  card: ({ code, left }: { code: string; left: string }) => `Card: ${code}, ${left}`,
  timeCard: ({ status, until }: { status: string | null; until: string | null }) =>
    `${status === null ? 'status unknown' : `status ${status}`}, ${until === null ? 'expiry unknown' : `until ${until}`}`,
  countCard: ({ uses }: { uses: number | null }) => `${known(uses, 'use')} left`,
  pointCard: ({ points, perUse }: { points: number | null; perUse: number | null }) =>
    `${known(points, 'point')} left, ${perUse ?? 'unknown'} per use`,
  refusals: {
    card_expired: 'it has expired',
    card_exhausted: 'it is used up',
    not_found: 'there is no such card',
  } satisfies Record<CardRefusal, string>,

  issueTime: ({ count, duration, unit }: { count: number; duration: number; unit: 'hour' | 'day' }) =>
    `Issue ${counted(count, 'time card')} of ${counted(duration, unit)}?`,
  issueCount: ({ count, uses }: { count: number; uses: number }) =>
    `Issue ${counted(count, 'count card')} of ${counted(uses, 'use')}?`,
  issuePoint: ({ count, points, perUse }: { count: number; points: number; perUse: number }) =>
    `Issue ${counted(count, 'point card')} of ${counted(points, 'point')}, ${perUse} per use?`,
};

export type Questions = typeof questions;

function known(number: number | null, noun: string): string {
  return number === null ? `an unknown number of ${noun}s` : counted(number, noun);
}
