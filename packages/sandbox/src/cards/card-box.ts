import { DIGITS, UPPER } from '../random.ts';
import type { Means } from '../upstream.ts';
import type { Card } from './card.ts';

/** How the service behaves where its document leaves it open. */
export interface Manner {
  /** Whether the HTTP status follows the body's `code`, or is always 200. */
  http_status: 'follows' | 'always_200';
  code_as: 'number' | 'string';
  list_shape: 'list' | 'object' | 'paged';
  page_size: number;
  echo_remark: boolean;
}

interface Event {
  code: string;
  at: number;
}

export interface CardBox extends Means {
  manner: Manner;
  /** By code, oldest first. */
  cards: Map<string, Card>;
  uses: Event[];
  recharges: Array<Event & { amount: number }>;
  /** One for each request that issued cards. */
  batches: Array<{ codes: string[]; remark: string; at: number }>;
  deleted: Event[];
}

export function openCardBox(means: Means): CardBox {
  return {
    ...means,
    manner: {
      ...{ http_status: 'follows', code_as: 'number', list_shape: 'object' },
      ...{ page_size: 20, echo_remark: true },
    },
    cards: new Map(),
    uses: [],
    recharges: [],
    batches: [],
    deleted: [],
  };
}

export function newCode(box: CardBox): string {
  const code = box.random.text(UPPER + DIGITS, 16);
  return box.cards.has(code) ? newCode(box) : code;
}

/** Times as ISO 8601; a card's `uses` says how often it was used. */
export interface CardsState {
  cards: Array<{ code: string; card_type: Card['type']; total: number; uses: number; remark: string }>;
  uses: Array<{ code: string; at: string }>;
  recharges: Array<{ code: string; amount: number; at: string }>;
  generated: Array<{ codes: string[]; remark: string; at: string }>;
  deleted: Array<{ code: string; at: string }>;
}

export function cardsState(box: CardBox): CardsState {
  const iso = (epochMs: number) => new Date(epochMs).toISOString();
  return {
    cards: [...box.cards.values()].map((card) => ({
      ...{ code: card.code, card_type: card.type, uses: card.uses, remark: card.remark },
      total: card.type === 'time' ? card.duration : card.total,
    })),
    uses: box.uses.map(({ code, at }) => ({ code, at: iso(at) })),
    recharges: box.recharges.map(({ code, amount, at }) => ({ code, amount, at: iso(at) })),
    generated: box.batches.map(({ codes, remark, at }) => ({ codes, remark, at: iso(at) })),
    deleted: box.deleted.map(({ code, at }) => ({ code, at: iso(at) })),
  };
}
