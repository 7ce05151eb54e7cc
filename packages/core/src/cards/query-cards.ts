import * as z from 'zod';
import { defineEndpoint } from '../endpoint.ts';
import { wireCode, wireInteger, wireRows, wireText } from '../wire.ts';
import { type Card, cardSchema, readUsed, withRemaining } from './card.ts';

const cardType = z.enum(['time', 'count', 'point']);

/** The document does not describe a row: it may be a bare code or an object. */
const rowSchema = z
  .preprocess(
    (row) => (typeof row === 'string' ? { code: row } : row),
    z.looseObject({
      code: wireCode,
      card_type: cardType.nullable().catch(null),
      status: wireText,
      remark: wireText,
    }),
  )
  .transform((raw) => ({
    code: raw.code,
    card_type: raw.card_type,
    status: raw.status,
    used: readUsed(raw.status),
    remark: raw.remark,
    card: cardSchema.safeParse(raw).data ?? null,
    raw,
  }));

const MOST_ROWS = 10_000;
const LIST_NAMES = ['list', 'items', 'data', 'codes', 'records'];

/** Nor is it documented where the list is (cards facts, query); an answer without any list is not an empty list. */
const pageSchema = z
  .union([z.array(z.unknown()).transform((list) => ({ list })), z.looseObject({})])
  .transform((page: Record<string, unknown>): Record<string, unknown> & { cards: unknown } => ({
    ...page,
    cards: LIST_NAMES.map((name) => page[name]).find(Array.isArray),
  }))
  .pipe(
    z.object({
      cards: wireRows(rowSchema, MOST_ROWS),
      total: wireInteger,
      page: wireInteger,
      limit: wireInteger,
    }),
  );

export const queryCards = defineEndpoint({
  operation: 'cards.query',
  method: 'GET', // documented as GET only, so only here is the key in the URL
  path: '?action=query',
  effect: 'read',
  source: 'cards document, action=query',
  input: z.object({
    code: z.string().trim().min(1).optional(),
    status: z.union([z.literal(0), z.literal(1)]).optional(),
    card_type: cardType.optional(),
    page: z.int().positive().optional(),
  }),
  output: pageSchema,
  maxBodyBytes: 4 * 1024 * 1024,
});

/**
 * A card as a list shows it. `card` is the card as `verify` would show it, null where the row does not name its
 * type; `raw` is the whole row, under the upstream's own overloaded names.
 */
export type CardRow = Omit<z.output<typeof rowSchema>, 'card'> & { card: Card | null };

/** The row with what is left of a time card at `now`. */
export function toRow(row: z.output<typeof rowSchema>, now: number): CardRow {
  return { ...row, card: row.card && withRemaining(row.card, now) };
}
