import { readCard } from '@kamikit/core';
import type * as z from 'zod';
import { ABSENCE_PROVES_AFTER_MS } from '../grace.ts';
import type { KindFacts } from '../kind.ts';
import { quoteDeletion, quoteIssue, quoteRecharge, quoteUse } from './quote.ts';
import {
  reconcileDeletionEntry,
  reconcileIssueEntry,
  reconcileRechargeEntry,
  reconcileUseEntry,
} from './reconcile.ts';
import { settleDealing, settleDeletion, settleIssue } from './settle.ts';
import { storedDealing, storedDeletion, storedIssue } from './stored.ts';
import {
  type DeletionRequest,
  deletionWish,
  type IssueRequest,
  issueWish,
  type RechargeRequest,
  rechargeWish,
  type UseRequest,
  useWish,
} from './wish.ts';

type Dealing = z.output<typeof storedDealing>;

export interface UseTypes {
  wish: z.input<typeof useWish>;
  request: UseRequest;
  result: Dealing;
}

export interface RechargeTypes {
  wish: z.input<typeof rechargeWish>;
  request: RechargeRequest;
  result: Dealing;
}

export interface DeletionTypes {
  wish: z.input<typeof deletionWish>;
  request: DeletionRequest;
  result: z.output<typeof storedDeletion>;
}

export interface IssueTypes {
  wish: z.input<typeof issueWish>;
  request: IssueRequest;
  result: z.output<typeof storedIssue>;
}

const common = {
  // A card is its own name, and may be used and recharged again.
  hasOwnReference: false,
  upstream: 'cards',
  // Neither a use nor a recharge nor a batch has a number to ask the service for.
  follow: null,
  absenceProvesAfterMs: ABSENCE_PROVES_AFTER_MS.cards,
  // The same card is used, and cards of the same kind are issued, again and again.
  likeness: () => null,
  leftOpen: [],
  balance: null,
  good: () => null,
} as const;

/** `POST ?action=use` */
export const useCard: KindFacts<UseTypes> & { follow: null } = {
  ...common,
  wish: useWish,
  result: storedDealing,
  quote: quoteUse,
  send: async ({ code }, _entry, parts) => settleDealing(await (await parts.client('cards')).use(code)),
  reconcile: reconcileUseEntry,
  cards: () => 0,
  delivered: () => null,
  asDelivered: (dealing) => dealing,
  touches: ({ code }) => String(code),
};

/** `POST ?action=recharge` */
export const rechargeCard: KindFacts<RechargeTypes> & { follow: null } = {
  ...common,
  wish: rechargeWish,
  result: storedDealing,
  quote: quoteRecharge,
  send: async ({ code, amount }, _entry, parts) =>
    settleDealing(await (await parts.client('cards')).recharge(code, amount)),
  reconcile: reconcileRechargeEntry,
  cards: () => 1,
  delivered: () => null,
  asDelivered: (dealing) => dealing,
  touches: ({ code }) => String(code),
};

/** `POST ?action=delete` */
export const deleteCard: KindFacts<DeletionTypes> & { follow: null } = {
  ...common,
  wish: deletionWish,
  result: storedDeletion,
  quote: quoteDeletion,
  async send({ code }, { evidence }, parts) {
    await (await parts.client('cards')).delete(code);
    return settleDeletion(code, readCard(evidence.before, parts.timing.now()));
  },
  reconcile: reconcileDeletionEntry,
  cards: () => 0,
  delivered: () => null,
  asDelivered: (deletion) => deletion,
  touches: ({ code }) => String(code),
};

/** `POST ?action=generate` */
export const generateCards: KindFacts<IssueTypes> & { follow: null } = {
  ...common,
  wish: issueWish,
  result: storedIssue,
  quote: quoteIssue,
  async send(request, { evidence }, parts) {
    const client = await parts.client('cards');
    const { count = 1 } = request;
    const { codes } = await client.generate({ ...request, count, remark: String(evidence.remark) });
    return settleIssue(codes);
  },
  reconcile: reconcileIssueEntry,
  cards: ({ count = 1 }) => count,
  delivered: ({ codes }) => (codes.length > 0 ? codes.join('\n') : null),
  asDelivered: (issue) => issue,
  touches: () => null,
};
