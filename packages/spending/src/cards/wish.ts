import * as z from 'zod';
import { positiveInteger } from '../wish-fields.ts';

const code = z.string().trim().min(1);

export const useWish = z.strictObject({ code });

export const deletionWish = z.strictObject({ code });

/** `amount` in the card's own unit: hours or days, uses, points. */
export const rechargeWish = z.strictObject({ code, amount: positiveInteger });

const batch = { count: positiveInteger.optional(), remark: z.string().optional() };

/** Cards to issue, one by default. `remark` is for people; our token is put before it. */
export const issueWish = z.discriminatedUnion('card_type', [
  z.strictObject({
    card_type: z.literal('time'),
    duration: positiveInteger,
    duration_unit: z.enum(['hour', 'day']),
    ...batch,
  }),
  z.strictObject({ card_type: z.literal('count'), uses: positiveInteger, ...batch }),
  z.strictObject({
    card_type: z.literal('point'),
    points: positiveInteger,
    points_per_use: positiveInteger,
    ...batch,
  }),
]);

export type UseRequest = z.output<typeof useWish>;
export type DeletionRequest = z.output<typeof deletionWish>;
export type RechargeRequest = z.output<typeof rechargeWish>;
export type IssueRequest = z.output<typeof issueWish>;
