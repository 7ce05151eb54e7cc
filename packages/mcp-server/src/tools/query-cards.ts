import * as z from 'zod';
import { cardView, viewCardRow } from '../views/card-view.ts';
import { sealCode } from '../views/reveal.ts';
import { defineTool } from './define-tool.ts';
import { integer, text } from './input.ts';

const PER_PAGE = 20;

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
    cards: z.array(cardView),
  }),
  async run({ page = 1, status, ...filter }, { cards, config, signal }) {
    const client = await cards();
    const found = await Array.fromAsync(
      client.iterateQuery(
        { ...filter, ...(status !== undefined && { status: status === 0 ? 0 : 1 }) },
        { signal },
      ),
    );
    // The service matches parts of codes: a full code may be part of another one.
    const exact = found.filter(({ code }) => code === filter.code);
    // Sealed, only a full code is answered: by parts of it, a code could be found out letter by letter.
    const isExactOnly = exact.length > 0 || (filter.code !== undefined && config.reveal === 'sealed');
    const matching = isExactOnly ? exact : found;
    const from = (page - 1) * PER_PAGE;
    return {
      page,
      total: matching.length,
      has_more: from + PER_PAGE < matching.length,
      cards: matching
        .slice(from, from + PER_PAGE)
        .map(viewCardRow)
        .map((card) => ({
          ...card,
          code: card.code === filter.code ? card.code : sealCode(card.code, config.reveal),
        })),
    };
  },
});
