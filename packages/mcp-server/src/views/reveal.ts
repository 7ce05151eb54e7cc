import { stripInvisible } from '@kamikit/core/base';
import type { Config } from '../config/config.ts';
import type { Results } from '../messages/results.en.ts';
import { holdsCard } from './holds-card.ts';

/** Whether delivered cards may appear in results. */
export type Reveal = Config['reveal'];

/** How an answer shows what it is about, and in which words of ours. */
export interface Showing {
  reveal: Reveal;
  say: Results;
  /** Where the owner's page runs; none, where it does not. */
  page?: () => string | null;
}

/** What the ledger could not record exists only in the answer, so it is shown whatever the setting. */
export function revealUnlessUnrecorded({ notice }: { notice: string | null }, reveal: Reveal): Reveal {
  return notice === null ? reveal : 'inline';
}

// Far beyond any order a chat can show; the ledger keeps the rest.
export const LONGEST_SHOWN = 20_000;

/** Delivered cards as a result may show them. */
export function revealCards(
  cards: string | null,
  entryId: string | null,
  { reveal, say, page }: Showing,
): string | null {
  if (cards === null) return null;
  if (reveal === 'sealed') {
    const lines = cards.split('\n').filter((line) => line.trim() !== '').length;
    return say.sealed({ lines, entryId, link: linkTo(entryId, page) });
  }
  const visible = stripInvisible(cards.slice(0, LONGEST_SHOWN));
  return cards.length <= LONGEST_SHOWN
    ? visible
    : `${visible}\n${say.cut({ entryId, link: linkTo(entryId, page) })}`;
}

function linkTo(entryId: string | null, page: Showing['page']): string | null {
  const runsAt = page?.() ?? null;
  return runsAt === null || entryId === null ? null : new URL(`#ledger/${entryId}`, runsAt).href;
}

/** Another text from the shop that comes with cards: when sealed, only where it holds nothing of the cards. */
export function hideCards(text: string | null, cards: string | null, reveal: Reveal): string | null {
  if (text === null || cards === null || reveal === 'inline') return text;
  return holdsCard(text, cards) ? '[sealed]' : text;
}

// Of a shorter one too little would be left to guess.
const SHORTEST_TOLD = 12;

/** The code of an issued card as a result may show it: when sealed, only its end, to tell it from others. */
export function sealCode(code: string, reveal: Reveal): string {
  if (reveal === 'inline') return stripInvisible(code);
  return code.length < SHORTEST_TOLD ? '…' : `…${code.slice(-4)}`;
}
