import type { CardFilter, CardRow } from '@kamikit/core';
import * as z from 'zod';
import type { Results } from '../messages/results.en.ts';
import { type CardView, cardView, viewCardRow } from '../views/card-view.ts';
import { compactText } from '../views/compact-text.ts';
import { type Reveal, sealCode } from '../views/reveal.ts';
import { defineTool } from './define-tool.ts';
import { integer, text } from './input.ts';

const PER_PAGE = 20;
const MOST_CARDS = 10_000;

export const queryCards = defineTool({
  name: 'query_cards',
  title: 'List issued cards',
  description:
    'List the cards (卡密) that this account has issued, by part of a code, status or type; a full code finds exactly that card. For shop owners.',
  needs: ['cards'],
  effect: 'read',
  input: z.strictObject({
    code: text(128).optional(),
    status: integer(0, 1).describe('0 unused, 1 used').optional(),
    card_type: z.enum(['time', 'count', 'point']).optional(),
    page: integer(1).optional(),
  }),
  output: z.object({
    page: z.int(),
    total: z.int(),
    has_more: z.boolean(),
    notice: z.string().optional(),
    cards: z.array(cardView),
    /** What to do where there is nothing. */
    next: z.string().optional(),
  }),
  text: compactText,
  async run({ page = 1, status, ...filter }, { cards, othersCards, signal, say }) {
    const client = await cards();
    const wanted = {
      ...filter,
      ...(status !== undefined && { status: status === 0 ? (0 as const) : (1 as const) }),
    };
    const [exact, all] = [pageOf(page), pageOf(page)];
    let isCut = false;
    for await (const row of client.iterateQuery(wanted, { signal })) {
      isCut = all.total === MOST_CARDS;
      if (isCut) break;
      all.add(row);
      if (row.code === filter.code) exact.add(row);
    }
    // The service matches parts of codes: a full code may be part of another one.
    // Sealed, only a full code is answered: by parts of it, a code could be found out letter by letter.
    const isExactOnly = exact.total > 0 || (filter.code !== undefined && othersCards === 'sealed');
    const { total, cards: shown } = isExactOnly ? exact : all;
    return {
      page,
      total,
      has_more: page * PER_PAGE < total,
      ...(isCut && { notice: say.result.moreCards({ looked: MOST_CARDS }) }),
      cards: shown.map((card) => ({
        ...card,
        code: card.code === filter.code ? card.code : sealCode(card.code, othersCards),
      })),
      ...(shown.length === 0 && { next: nextStep({ page, total }, wanted, othersCards, say.result) }),
    };
  },
});

function nextStep(
  { page, total }: { page: number; total: number },
  { code, ...rest }: CardFilter,
  reveal: Reveal,
  say: Results,
): string {
  if (page > 1 && total > 0) return say.pastLastPage;
  if (code !== undefined && reveal === 'sealed') return say.noSuchCode;
  return code !== undefined || Object.keys(rest).length > 0 ? say.noSuchCards : say.noCardsYet;
}

/** Counts what is added, and keeps no more than the cards of one page. */
function pageOf(page: number) {
  const from = (page - 1) * PER_PAGE;
  const cards: CardView[] = [];
  return {
    total: 0,
    cards,
    add(row: CardRow) {
      if (this.total >= from && cards.length < PER_PAGE) cards.push(viewCardRow(row));
      this.total += 1;
    },
  };
}
