import { z } from 'zod';

interface JsonSchema {
  type?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

/** Where the data has a key that a schema keeps without naming it, such as `data[].vip_price`. */
export function unknownKeys(schema: z.ZodType, data: unknown): string[] {
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return [...new Set(findUnknown(Object(described), data, ''))];
}

function findUnknown(schema: JsonSchema, data: unknown, path: string): string[] {
  if (typeof data !== 'object' || data === null) return [];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    const type = Array.isArray(data) ? 'array' : 'object';
    const fitting = choices.filter((choice) => choice.type === undefined || choice.type === type);
    // The choice that fits best decides what is known.
    const found = fitting.map((choice) => findUnknown(choice, data, path));
    return found.sort((a, b) => a.length - b.length)[0] ?? [];
  }
  if (Array.isArray(data)) return data.flatMap((each) => findUnknown(schema.items ?? {}, each, `${path}[]`));
  return Object.entries(data).flatMap(([key, value]) => {
    const here = path === '' ? key : `${path}.${key}`;
    if (schema.properties === undefined) return [];
    const known = schema.properties[key];
    return known ? findUnknown(known, value, here) : [here];
  });
}
