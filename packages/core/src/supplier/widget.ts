import * as z from 'zod';
import { wireBoolean, wireText } from '../wire.ts';

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

function readOptions(data: unknown): WidgetOption[] {
  const lines = typeof data === 'string' ? data.split(/\r?\n/) : Array.isArray(data) ? data.map(String) : [];
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(readOption);
}

/** `label=value[,default]` (supplier facts, options); a line without a value is both. */
function readOption(line: string): WidgetOption {
  const [, text = line, mark] = /^(.*?)(,\s*default)?$/.exec(line) ?? [];
  const at = text.indexOf('=');
  const [label, value] = at < 0 ? [text, text] : [text.slice(0, at), text.slice(at + 1)];
  return { label: label.trim(), value: value.trim(), is_default: mark !== undefined };
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
