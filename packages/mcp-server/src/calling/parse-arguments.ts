import { inMarks, KamikitError } from '@kamikit/core';
import type { z } from 'zod';
import { type ArgumentFaults, faults as english } from '../messages/arguments.en.ts';

type Issue = z.core.$ZodIssue;

/**
 * Reads a tool's arguments.
 * @throws {KamikitError} `invalid_request`, naming each field, what it expects and what came: in English, and in the hint
 * as the user's language says it.
 */
export function parseArguments<Input extends z.ZodObject>(
  schema: Input,
  args: unknown,
  say: ArgumentFaults,
): z.output<Input> {
  const parsed = schema.safeParse(args ?? {});
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const known = Object.keys(schema.shape);
  const told = (words: ArgumentFaults) =>
    words.all({ faults: issues.slice(0, MOST_NAMED).map((issue) => faultIn(issue, args, known, words)) });
  const [message, hint] = [told(english), told(say)];
  throw new KamikitError(message, {
    code: 'invalid_request',
    retryable: false,
    cause: parsed.error,
    ...(hint !== message && { hint }),
  });
}

function faultIn(issue: Issue, args: unknown, known: readonly string[], say: ArgumentFaults): string {
  if (issue.code === 'unrecognized_keys') {
    return say.unknown({
      names: issue.keys.slice(0, MOST_NAMED).map((name) => json(shortened(name))),
      known,
    });
  }
  const field = shortened(issue.path.join('.')) || 'arguments';
  const value = issue.path.reduce<unknown>((part, name) => Object(part)[name], args);
  const expected = expectedBy(issue, say);
  if (value === undefined) return say.missing({ field, expected });
  return say.other({ field, expected, got: inWords(value, String(issue.path[0]), say) });
}

function expectedBy(issue: Issue, say: ArgumentFaults): string {
  // The words of our own schemas say it best.
  const [, own] = /^expected (.+)$/.exec(issue.message) ?? [];
  if (own !== undefined) return say.own({ said: own });
  const types: Readonly<Record<string, string>> = say.types;
  switch (issue.code) {
    case 'invalid_type':
      return types[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return say.oneOf({ values: issue.values.map(json) });
    case 'too_small': {
      const minimum = Number(issue.minimum);
      if (issue.origin === 'string' && minimum === 1) return say.notBlank;
      return say.atLeast[sizeOf(issue.origin)]({ minimum });
    }
    case 'too_big':
      return say.atMost[sizeOf(issue.origin)]({ maximum: Number(issue.maximum) });
    default:
      return say.somethingElse({ said: issue.message });
  }
}

function json(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

function sizeOf(origin: string): 'text' | 'list' | 'number' {
  if (origin === 'string') return 'text';
  return origin === 'array' ? 'list' : 'number';
}

/** Names, too, are whatever somebody sent. */
function shortened(name: string): string {
  const characters = [...name.slice(0, 2 * LONGEST + 2)];
  return characters.length <= LONGEST ? name : `${characters.slice(0, LONGEST).join('')}…`;
}

// What may be a card, a password or a phone number: failures are logged.
const SECRET = ['code', 'cards', 'fields'];
const LONGEST = 40;
// Whoever got this many wrong reads the list of tools again.
const MOST_NAMED = 8;

/** What came, as far as it may be repeated. */
function inWords(value: unknown, field: string, { got }: ArgumentFaults): string {
  if (Array.isArray(value)) return got.list({ count: value.length });
  if (typeof value === 'object' && value !== null) return got.object;
  const isTold = !SECRET.includes(field) && String(value).length <= LONGEST;
  if (typeof value === 'string') return isTold ? inMarks(value) : got.text({ length: [...value].length });
  if (isTold || value === null) return String(value);
  return typeof value === 'number' ? got.number : got.boolean;
}
