import { SHOP_FIELDS, tools } from '@kamikit/mcp-server';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readFixtures } from '../interactions/fixture-files.ts';
import { readConversations } from './conversation.ts';

type Told = readonly [field: string, text: string];

/** Every text in a value, with the name of the nearest field. */
function textsIn(value: unknown, field = ''): Told[] {
  if (typeof value === 'string') return [[field, value]];
  if (Array.isArray(value)) return value.flatMap((each) => textsIn(each, field));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, name));
}

const fixtures = new Map(readFixtures().map((fixture) => [fixture.name, fixture]));

/** What the upstreams wrote in the calls of a conversation, as far as it can be nobody else's text: not a number, a time or a word of the protocol. */
function wordsOf(names: readonly string[]): string[] {
  const replies = names.flatMap((name) => fixtures.get(name)?.exchanges ?? []).map(({ reply }) => reply);
  return textsIn(replies)
    .map(([, text]) => text)
    .filter((text) => /\P{ASCII}/u.test(text) || /^[A-Z0-9-]{8,}$/.test(text))
    .filter((text) => text.length > 2 && !/^[\d.: -]+$/.test(text));
}

const withoutMarked = (text: string) => text.replace(/“[^“”]*”/g, '');

describe('what an upstream wrote stands in its own fields, or in marks', () => {
  it.each(readConversations())('$name', ({ calls }) => {
    const words = wordsOf(calls.flatMap((call) => call.fixtures));
    const ours = calls
      .flatMap(({ answer }) => textsIn(answer?.structuredContent))
      .filter(([field]) => !SHOP_FIELDS.includes(field));
    for (const [field, text] of ours)
      for (const word of words) expect([field, withoutMarked(text)].join(': ')).not.toContain(word);
  });
});

it('the list names no field that no tool has', () => {
  const fields = JSON.stringify(tools.map(({ output }) => z.toJSONSchema(output)));
  for (const field of SHOP_FIELDS) expect(fields).toContain(`"${field}":`);
});
