import * as z from 'zod';
import { wireBoolean, wireText } from '../wire.ts';

/** One thing a buyer must fill in: posted with the trade under `name` (supplier facts, items). */
export interface Widget {
  name: string;
  title: string;
  placeholder: string | null;
  type: string | null;
  required: boolean;
  /** A PHP pattern, with or without its delimiters. */
  regex: string | null;
  /** What the shop says when the pattern does not match. */
  error: string | null;
  /** What to choose from, where the widget offers a choice. */
  options: string[];
}

const widgetSchema = z
  .looseObject({
    name: z.string().min(1),
    title: wireText,
    placeholder: wireText,
    type: wireText,
    required: wireBoolean,
    regex: wireText,
    error: wireText,
    data: z.unknown().optional(),
  })
  .transform(
    ({ name, title, placeholder, type, required, regex, error, data }): Widget => ({
      ...{ name, title: title || name, placeholder, type },
      // A pattern makes the shop refuse an empty value as well.
      required: required ?? Boolean(regex),
      regex: regex || null,
      error: error || null,
      options: readOptions(data),
    }),
  );

function readOptions(data: unknown): string[] {
  const lines = typeof data === 'string' ? data.split(/\r?\n/) : Array.isArray(data) ? data.map(String) : [];
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

/** The widgets of an item: a list, or JSON text of one; empty or absent means none. Null when they cannot be read. */
export const wireWidgets = z
  .unknown()
  .optional()
  .transform((value): Widget[] | null => {
    const parsed = z
      .array(widgetSchema)
      .safeParse(typeof value === 'string' ? parseList(value) : (value ?? []));
    return parsed.data ?? null;
  });

function parseList(text: string): unknown {
  if (text.trim() === '') return [];
  try {
    return JSON.parse(text) ?? [];
  } catch {
    return undefined;
  }
}
