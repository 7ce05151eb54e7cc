import * as z from 'zod';
import { type Money, parseMoney } from './money.ts';
import { formatShanghaiTime, parseShanghaiTime } from './shanghai-time.ts';

// Tolerant readings of what upstreams send: numbers may be strings, anything missing is null.

const INTEGER = /^-?\d{1,15}$/;

/** An integer from a number or a numeric string; null for anything else. */
export function toInteger(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
  if (typeof value === 'string' && INTEGER.test(value.trim())) return Number(value);
  return null;
}

// As people write an amount: ¥500.00, 500元, CNY 500. Another currency is another amount.
const WITH_CURRENCY = /^(?:(?:人民币|¥|CNY|RMB) ?)?(-?[\d.,]{1,40}) ?(?:元整?|圆整?|块|yuan|CNY|RMB)?$/i;

const LONGEST_AMOUNT = 64;

/**
 * An amount as it came, where something stands there that cannot be read: then nobody knows how much it is. Null where it
 * can, or where there is none.
 */
export function unreadableAmount(value: unknown): string | null {
  if (value === null || value === undefined || value === '' || toMoney(value) !== null) return null;
  return String(typeof value === 'object' ? JSON.stringify(value) : value).slice(0, LONGEST_AMOUNT);
}

function toMoney(value: unknown): Money | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  try {
    if (typeof value === 'number' || value.length > LONGEST_AMOUNT) return parseMoney(value);
    // A raised, lowered or circled digit would become a plain one: 500² is not 5002.
    if (/\p{No}/u.test(value)) return null;
    // Signs and digits may be as wide as Chinese characters.
    const plain = value.normalize('NFKC').trim();
    return parseMoney(WITH_CURRENCY.exec(plain)?.[1] ?? plain);
  } catch {
    return null;
  }
}

function toText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : null;
}

/** For `z.preprocess`: a row with `amount_text`, which no upstream sends, where there is such a text; anything else stays as it is. */
export function withAmountText(raw: unknown, text: (row: Record<string, unknown>) => string | null): unknown {
  const amount_text = text(Object(raw));
  return amount_text === null ? raw : { ...Object(raw), amount_text };
}

/** An integer, or null for anything else: a placeholder, a text, nothing at all. */
export const wireInteger = z.unknown().optional().transform(toInteger);

/** An amount in yuan, or null. */
export const wireMoney = z.unknown().optional().transform(toMoney);

/** A text, or null. */
export const wireText = z.unknown().optional().transform(toText);

/** An integer without which the rest is worthless. */
export const wireId = z
  .unknown()
  .optional()
  .transform((value, context) => {
    const id = toInteger(value);
    if (id !== null) return id;
    context.issues.push({ code: 'custom', message: 'expected an integer', input: value });
    return z.NEVER;
  });

/** A text without which the rest is worthless. */
export const wireKey = z
  .unknown()
  .optional()
  .transform((value, context) => {
    const key = toText(value)?.trim();
    if (key) return key;
    context.issues.push({ code: 'custom', message: 'expected text', input: value });
    return z.NEVER;
  });

/** The number of an order or a trade: whatever is long or not printable is none (and would fill every later answer). */
const REFERENCE = /^[\x21-\x7E]{1,64}$/;

/** The number of an order or a trade without which the rest is worthless. */
export const wireReference = wireKey.refine((text) => REFERENCE.test(text), 'expected a short number');

/** The same, or null where there is none. */
export const wireReferenceIfAny = z
  .unknown()
  .optional()
  .transform((value) => toText(value)?.trim() || null)
  .refine((text) => text === null || REFERENCE.test(text), 'expected a short number');

/** The code of a card: what it is made of is up to its service, but no one copies one that is longer. */
export const wireCode = wireKey.refine((text) => text.length <= 512, 'expected a code');

/** For `z.preprocess`: lets a list through that is not too long, before any of its rows is read. */
export function atMost(most: number): (value: unknown, context: z.RefinementCtx) => unknown {
  return (value, context) => {
    if (!Array.isArray(value) || value.length <= most) return value;
    context.issues.push({ code: 'custom', message: `expected at most ${most}`, input: value });
    return z.NEVER;
  };
}

/** A list of rows that is not too long. */
export function wireRows<Row extends z.ZodType>(row: Row, most: number) {
  return z.preprocess(atMost(most), z.array(row));
}

/** A shop-local time as ISO 8601 with `+08:00`, or null. */
export const wireTime = z
  .unknown()
  .optional()
  .transform((value) => {
    const epochMs = typeof value === 'string' ? parseShanghaiTime(value) : null;
    return epochMs === null ? null : formatShanghaiTime(epochMs);
  });

/** A yes or no as JSON, PHP or a form says it; null for anything else. */
export const wireBoolean = z
  .unknown()
  .optional()
  .transform((value) => {
    if (value === true || value === 1 || value === '1' || value === 'true') return true;
    if (value === false || value === 0 || value === '0' || value === 'false') return false;
    return null;
  });

/** Splits a stock into the number, where it is one, and the text where it is not (`api.example_data.total_100`). */
export function readStock(value: unknown): { stock: number | null; stock_text: string | null } {
  const stock = toInteger(value);
  return { stock, stock_text: stock === null ? toText(value) : null };
}
