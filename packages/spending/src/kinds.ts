import type { Upstream } from '@kamikit/core';
import {
  type DeletionTypes,
  deleteCard,
  generateCards,
  type IssueTypes,
  type RechargeTypes,
  rechargeCard,
  type UseTypes,
  useCard,
} from './cards/kinds.ts';
import type { KindFacts } from './kind.ts';
import { type PurchaseTypes, purchase } from './storefront/kinds.ts';
import { supplierTrade, type TradeTypes } from './supplier/kinds.ts';

/** Every kind of entry, by the name that the ledger knows it by. */
interface TypesOf {
  purchase: PurchaseTypes;
  supplier_trade: TradeTypes;
  use_card: UseTypes;
  recharge_card: RechargeTypes;
  delete_card: DeletionTypes;
  generate_cards: IssueTypes;
}

/** The six kinds of dealing, by the name that the ledger knows them by. */
export type Kind = keyof TypesOf;

/** What a caller asks for. */
export type WishOf<K extends Kind> = TypesOf[K]['wish'];

/** What the ledger keeps of the answer. */
export type ResultOf<K extends Kind> = TypesOf[K]['result'];

const table = {
  purchase,
  supplier_trade: supplierTrade,
  use_card: useCard,
  recharge_card: rechargeCard,
  delete_card: deleteCard,
  generate_cards: generateCards,
};

/** All there is to know about each kind. */
export const kinds: { readonly [K in Kind]: KindFacts<TypesOf[K]> } = table;

/** The kinds whose upstream can be asked by a number how they stand. */
export type FollowedKind = {
  [K in Kind]: (typeof table)[K]['follow'] extends null ? never : K;
}[Kind];

/** Whether a ledger's kind is one that is known here: another version may have written it. */
export function isKind(kind: string): kind is Kind {
  return Object.hasOwn(kinds, kind);
}

/** Where it is done. */
export function upstreamOf(kind: Kind): Upstream {
  return kinds[kind].upstream;
}

/** Whether the reference of a kind's entries is a card, to be sealed like one; so is what another version wrote. */
export function hasCardForReference(kind: string): boolean {
  return !isKind(kind) || !kinds[kind].hasOwnReference;
}

/** Every kind's name. */
export const KINDS: readonly Kind[] = Object.keys(kinds).filter(isKind);

/** What each kind takes as a wish, for whoever reads one from outside. The rest of the table spends without a guard. */
export const wishSchemas = {
  purchase: kinds.purchase.wish,
  supplier_trade: kinds.supplier_trade.wish,
  use_card: kinds.use_card.wish,
  recharge_card: kinds.recharge_card.wish,
  delete_card: kinds.delete_card.wish,
  generate_cards: kinds.generate_cards.wish,
} satisfies { [K in Kind]: (typeof kinds)[K]['wish'] };
