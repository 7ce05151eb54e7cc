import * as z from 'zod';
import { parseJson } from '../json-limits.ts';
import { wireBoolean, wireRows, wireText } from '../wire.ts';

/** One thing a buyer must fill in: posted with the trade under `name` (supplier facts, items). */
export interface Widget {
  name: string;
  title: string;
  placeholder: string | null;
  type: string | null;
  required: boolean;
  /** A PHP pattern, bare: the shop adds the delimiters. */
  regex: string | null;
  /** What the shop says when the pattern does not match. */
  error: string | null;
  /** What to choose from, where the widget offers a choice. */
  options: WidgetOption[];
}

/** A choice: shown as its label, posted as its value. */
export interface WidgetOption {
  label: string;
  value: string;
  /** Whether the shop's own form has it chosen already. */
  is_default: boolean;
}

// More than any form: one that is larger cannot be read, and the shop checks what is sent.
const MOST_WIDGETS = 100;
const MOST_OPTIONS = 500;
const LONGEST_FORM = 256 * 1024;

const isShort = (text: string | null) => text === null || text.length <= 1_000;
const shortText = wireText.refine(isShort, 'expected a short text');

const widgetSchema = z
  .looseObject({
    name: z.string().min(1).max(100),
    title: shortText,
    placeholder: shortText,
    type: shortText,
    required: wireBoolean,
    regex: shortText,
    error: shortText,
    data: z
      .unknown()
      .transform(linesOf)
      .refine((lines) => lines.length <= MOST_OPTIONS, `expected at most ${MOST_OPTIONS}`)
      .refine((lines) => lines.every(isShort), 'expected short texts')
      .optional(),
  })
  .transform(
    ({ name, title, placeholder, type, required, regex, error, data }): Widget => ({
      ...{ name, title: title || name, placeholder, type },
      // A pattern makes the shop refuse an empty value as well.
      required: required ?? Boolean(regex),
      regex: regex || null,
      error: error || null,
      options: (data ?? []).map(readOption),
    }),
  );

function linesOf(data: unknown): string[] {
  const lines =
    typeof data === 'string'
      ? data.split(/\r?\n/, MOST_OPTIONS + 1)
      : Array.isArray(data)
        ? data.map(String)
        : [];
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

/** `label=value[,default]` (supplier facts, options); a line without a value is both. */
function readOption(line: string): WidgetOption {
  const [, text = line, mark] = /^(.*?)(,\s*default)?$/.exec(line) ?? [];
  const at = text.indexOf('=');
  const [label, value] = at < 0 ? [text, text] : [text.slice(0, at), text.slice(at + 1)];
  return { label: label.trim(), value: value.trim(), is_default: mark !== undefined };
}

const widgetsSchema = wireRows(widgetSchema, MOST_WIDGETS);

/** The widgets of an item: a list, or JSON text of one; empty or absent means none. Null when they cannot be read. */
export const wireWidgets = z
  .unknown()
  .optional()
  .transform((value): Widget[] | null => {
    const parsed = widgetsSchema.safeParse(typeof value === 'string' ? parseList(value) : (value ?? []));
    return parsed.data ?? null;
  });

function parseList(text: string): unknown {
  if (text.length > LONGEST_FORM) return undefined;
  if (text.trim() === '') return [];
  try {
    return parseJson(text) ?? [];
  } catch {
    return undefined;
  }
}
