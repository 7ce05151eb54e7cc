import type { Choices } from '../seeded.ts';
import type { Machine } from './machine.ts';

/** What an upstream did for somebody: took money, or used, changed or issued cards. Counted here, whatever was answered. */
export interface Deed {
  kind: string;
  /** Which good or SKU, and how many; or which card, empty for new ones. */
  what: string;
  /** The call that asked for it. */
  call: string;
  /** In fen; 0 where no money is taken. */
  fen: number;
  /** What came back of it. */
  refunded: number;
  /** The cards that were handed out for it, once they were. */
  cards: readonly string[];
  /** The number under which they can be asked for. */
  reference: string | null;
  at: number;
  /** It was done and then refused, where nothing shows the contrary: nobody can know of it. */
  isDenied?: boolean;
}

/** What all upstreams are made of. */
export interface Means {
  machine: Machine;
  choices: Choices;
  deeds: Deed[];
}

export interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
  /** The call that sent it. */
  call: string;
}

export interface Reply {
  status: number;
  body: unknown;
}

export interface Upstream {
  /** What a request asks for; `change` where it changes anything. */
  effectOf(request: Request): 'read' | 'change';
  answer(request: Request): Reply;
  /** An answer about something else than was asked for; null where there is nothing else. */
  answerOther(request: Request): Reply | null;
  /** A refusal in words that stand for a check before anything is done. */
  refuse(): Reply;
  /** Whether the account shows what was taken from it. */
  showsBalance: boolean;
}

export function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}

/** A text of capitals and digits. */
export function codeOf({ between }: Choices, length: number): string {
  return Array.from({ length }, () => between(0, 35).toString(36).toUpperCase()).join('');
}
