import { randomUUID } from 'node:crypto';
import { type GenerateRequest, KamikitError } from '@kamikit/core';
import * as z from 'zod';
import { codesResult, storedCodes } from '../card-entries.ts';
import { idempotencyKey, integer, text } from '../input.ts';
import { revealUnlessUnrecorded, sealCode } from '../reveal.ts';
import { spendOnce } from '../spending.ts';
import { defineTool } from '../tool.ts';

const TYPES = ['time', 'count', 'point'] as const;
const input = z.strictObject({
  card_type: z.enum(TYPES),
  duration: integer(1, 100_000).optional(),
  duration_unit: z.enum(['hour', 'day']).optional(),
  uses: integer(1, 1_000_000).optional(),
  points: integer(1, 1_000_000).optional(),
  points_per_use: integer(1, 1_000_000).optional(),
  count: integer(1, 1_000).describe('How many cards; default 1').optional(),
  remark: text(100).optional(),
  idempotency_key: idempotencyKey,
});

type Wish = Omit<z.output<typeof input>, 'idempotency_key'>;

export const generateCards = defineTool({
  name: 'generate_cards',
  title: 'Issue cards',
  description:
    'Issue new cards (卡密) and get their codes: time cards by duration and duration_unit, count cards by uses, point cards by points and points_per_use. For shop owners.',
  needs: ['cards'],
  effect: 'spend',
  input,
  output: z.object({
    entry_id: z.string(),
    codes: z.array(z.string()),
    ledger_notice: z.string().optional(),
  }),
  async run({ idempotency_key, ...wish }, context) {
    const request = requestFor(wish);
    const client = await context.cards();
    const entry = await spendOnce(
      {
        kind: 'generate_cards',
        idempotencyKey: idempotency_key,
        request: wish,
        async quote() {
          // Only the remark can tell this batch from another when its answer gets lost; its end may be cut by the service.
          const token = `#${randomUUID().slice(0, 13)}`;
          const remark = [token, wish.remark].filter(Boolean).join(' ');
          return { amount: null, question: `Issue ${describe(wish)}?`, evidence: { remark, token } };
        },
        async send({ evidence }) {
          const { codes } = await client.generate({ ...request, remark: String(evidence.remark) });
          return { state: 'completed', result: codesResult(codes) };
        },
      },
      context,
    );
    const reveal = revealUnlessUnrecorded(entry, context.config.reveal);
    return {
      entry_id: entry.id,
      codes: storedCodes(entry).map((code) => sealCode(code, reveal)),
      ...(entry.notice !== null && { ledger_notice: entry.notice }),
    };
  },
});

const FIELDS_OF: Record<Wish['card_type'], ReadonlyArray<keyof Wish>> = {
  time: ['duration', 'duration_unit'],
  count: ['uses'],
  point: ['points', 'points_per_use'],
};

/** @throws {KamikitError} `invalid_request` that names the fields which are missing or belong to another type. */
function requestFor({
  card_type,
  duration,
  duration_unit,
  uses,
  points,
  points_per_use,
  count,
}: Wish): GenerateRequest {
  const given = { duration, duration_unit, uses, points, points_per_use };
  const own = FIELDS_OF[card_type];
  const strangers = Object.entries(given).filter(
    ([name, value]) => value !== undefined && !own.some((field) => field === name),
  );
  if (strangers.length > 0) {
    throw invalid(
      `${strangers.map(([name]) => name).join(', ')} cannot stand with card_type ${card_type}, which takes ${own.join(' and ')}`,
    );
  }
  const batch = { count: count ?? 1 };
  if (card_type === 'time' && duration !== undefined && duration_unit !== undefined) {
    return { card_type, duration, duration_unit, ...batch };
  }
  if (card_type === 'count' && uses !== undefined) return { card_type, uses, ...batch };
  if (card_type === 'point' && points !== undefined && points_per_use !== undefined) {
    return { card_type, points, points_per_use, ...batch };
  }
  throw invalid(`card_type ${card_type} needs ${own.join(' and ')}`);
}

function invalid(message: string): KamikitError {
  return new KamikitError(`These arguments cannot be used: ${message}.`, {
    code: 'invalid_request',
    outcome: 'not_committed',
  });
}

function describe({
  card_type,
  duration,
  duration_unit,
  uses,
  points,
  points_per_use,
  count = 1,
}: Wish): string {
  const what = {
    time: `${duration} ${duration_unit}`,
    count: `${uses} uses`,
    point: `${points} points, ${points_per_use} a use`,
  }[card_type];
  return `${count} ${card_type} ${count === 1 ? 'card' : 'cards'} of ${what}`;
}
