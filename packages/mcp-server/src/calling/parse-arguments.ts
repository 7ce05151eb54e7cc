import { inMarks, KamikitError } from '@kamikit/core';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** Reads a tool's arguments. @throws {KamikitError} `invalid_request`, naming each field, what it expects and what came. */
export function parseArguments<Input extends z.ZodObject>(schema: Input, args: unknown): z.output<Input> {
  const parsed = schema.safeParse(args ?? {});
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return `unknown ${issue.keys.map((key) => JSON.stringify(key)).join(', ')} (known: ${Object.keys(schema.shape).join(', ') || 'none'})`;
    }
    const field = issue.path.join('.') || 'arguments';
    const value = issue.path.reduce<unknown>((part, name) => Object(part)[name], args);
    if (value === undefined) return `${field} is missing: expected ${expected(issue)}`;
    return `${field}: expected ${expected(issue)}, got ${inWords(value, String(issue.path[0]))}`;
  });
  throw new KamikitError(`Invalid arguments: ${faults.join('; ')}.`, {
    code: 'invalid_request',
    retryable: false,
    cause: parsed.error,
  });
}

// Every number that a tool takes is whole; amounts say themselves what they want.
const TYPES: Readonly<Record<string, string>> = {
  ...{ string: 'a text', number: 'an integer', int: 'an integer', boolean: 'true or false' },
  ...{ array: 'a list', object: 'an object', record: 'an object' },
};

/** What a field wants, in words that need no knowledge of schemas. */
function expected(issue: Issue): string {
  // The words of our own schemas say it best.
  const [, own] = /^expected (.+)$/.exec(issue.message) ?? [];
  if (own !== undefined) return own;
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small':
      return atLeast(issue.origin, Number(issue.minimum));
    case 'too_big':
      return atMost(issue.origin, Number(issue.maximum));
    default:
      return `something else (${issue.message})`;
  }
}

function atLeast(origin: string, minimum: number): string {
  if (origin === 'string')
    return minimum === 1 ? 'a text that is not blank' : `${minimum} characters or more`;
  return origin === 'array' ? `${minimum} or more of them` : `${minimum} or more`;
}

function atMost(origin: string, maximum: number): string {
  if (origin === 'string') return `${maximum} characters or fewer`;
  return origin === 'array' ? `${maximum} or fewer of them` : `${maximum} or less`;
}

// What may be a card, a password or a phone number: failures are logged.
const SECRET = ['code', 'cards', 'fields'];
const LONGEST = 40;

/** What came, as far as it may be repeated. */
function inWords(value: unknown, field: string): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const isTold = !SECRET.includes(field) && String(value).length <= LONGEST;
  if (typeof value === 'string') return isTold ? inMarks(value) : `a text of ${[...value].length} characters`;
  return isTold ? String(value) : `a ${typeof value}`;
}
