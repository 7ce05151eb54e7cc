import { type GenerateRequest, KamikitError } from '@kamikit/core';
import * as z from 'zod';
import { revealUnlessUnrecorded, sealCode } from '../views/reveal.ts';
import { defineTool } from './define-tool.ts';
import { idempotencyKey, integer, text } from './input.ts';

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
    /** What to look at, where not all of it went as asked. */
    next: z.string().optional(),
    ledger_notice: z.string().optional(),
  }),
  async run({ idempotency_key: idempotencyKey, ...wish }, { spender, confirm, signal, config, say }) {
    const entry = await spender.issue(requestFor(wish), { idempotencyKey, signal, confirm });
    const reveal = revealUnlessUnrecorded(entry, config.reveal);
    return {
      entry_id: entry.id,
      codes: (entry.result?.codes ?? []).map((code) => sealCode(code, reveal)),
      ...(entry.advice !== null && { next: say.result.advice(entry.state, { said: entry.advice }) }),
      ...(entry.notice !== null && { ledger_notice: say.result.unrecorded({ said: entry.notice }) }),
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
  remark,
}: Wish): GenerateRequest {
  const given = { duration, duration_unit, uses, points, points_per_use };
  const own = FIELDS_OF[card_type];
  const strangers = Object.entries(given).filter(
    ([name, value]) => value !== undefined && !own.some((field) => field === name),
  );
  if (strangers.length > 0) {
    throw invalid(
      `${strangers.map(([name]) => name).join(', ')} cannot be combined with card_type ${card_type}, which takes ${own.join(' and ')}`,
    );
  }
  const batch = { ...(count !== undefined && { count }), ...(remark !== undefined && { remark }) };
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
  return new KamikitError(`Invalid arguments: ${message}.`, {
    code: 'invalid_request',
    outcome: 'not_committed',
  });
}
