import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { wireCode, wireRows } from '../wire.ts';

const amount = z.int().positive();
const batch = { count: amount.optional(), remark: z.string().optional() };

export const generateCards = defineEndpoint({
  operation: 'cards.generate',
  method: 'POST',
  path: '?action=generate',
  effect: 'spend',
  source: 'cards document, action=generate',
  // On the wire `duration` is hours or days, uses, or points, and `total_uses` is points per use (参数说明).
  input: z.discriminatedUnion('card_type', [
    z.strictObject({
      card_type: z.literal('time'),
      duration: amount,
      duration_unit: z.enum(['hour', 'day']),
      ...batch,
    }),
    z
      .strictObject({ card_type: z.literal('count'), uses: amount, ...batch })
      .transform(({ uses, ...rest }) => ({ ...rest, duration: uses })),
    z
      .strictObject({ card_type: z.literal('point'), points: amount, points_per_use: amount, ...batch })
      .transform(({ points, points_per_use, ...rest }) => ({
        ...rest,
        duration: points,
        total_uses: points_per_use,
      })),
  ]),
  // A success without a single code cannot be believed.
  output: z.looseObject({
    codes: wireRows(wireCode, 10_000).refine((codes) => codes.length > 0, 'expected at least one'),
  }),
  contradicts({ codes }, { count = 1 }) {
    const issued = new Set(codes).size;
    return issued === count ? null : `${issued} codes instead of ${count}`;
  },
});
