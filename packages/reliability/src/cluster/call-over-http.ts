import { setTimeout as delay } from 'node:timers/promises';
import { ENDING, posted } from '@kamikit/mcp-server/test/posted-call.ts';
import type { Answer } from '../torture/server-process.ts';
import type { Instance } from './instance.ts';

/** What came of one call at last, by way of however many instances. */
export interface Made {
  /** Null: nobody answered. */
  answer: Answer | null;
  /** Connections that broke although their instance lived. */
  unexplained: string[];
  /** Connections that broke with their instance. */
  broken: number;
  /** How often an instance said that it cannot serve just then. */
  turnedAway: number;
}

export interface Call {
  tool: string;
  args: Readonly<Record<string, unknown>>;
}

// Longer than the longest that an instance, or the database, is away.
const MOST_TRIES = 150;
const PAUSE_MS = 400;
// Longer than a server waits for a database that is away.
const ANSWERS_WITHIN_MS = 60_000;

/** Asks one instance after the other until one answers, as somebody does who keeps to the key. */
export async function callSomebody(
  instances: readonly Instance[],
  first: number,
  token: string,
  call: Call,
): Promise<Made> {
  const made: Made = { answer: null, unexplained: [], broken: 0, turnedAway: 0 };
  for (let tries = 0; tries < MOST_TRIES && made.answer === null; tries += 1) {
    if (tries > 0) await delay(PAUSE_MS);
    const instance = instances[(first + tries) % instances.length];
    if (instance === undefined) throw new TypeError('there is no instance');
    const life = instance.life();
    const wasUp = instance.isUp();
    try {
      made.answer = await callOne(instance.url, token, call);
      if (made.answer === null) made.turnedAway += 1;
    } catch (error) {
      if (!wasUp || instance.life() !== life) made.broken += 1;
      else made.unexplained.push(error instanceof Error ? `${error.message} ${error.cause ?? ''}` : '');
    }
  }
  return made;
}

/** Null: it is about to end, or its database is away. */
async function callOne(url: string, token: string, { tool, args }: Call): Promise<Answer | null> {
  const response = await fetch(url, {
    ...posted(token, tool, args),
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  });
  const text = await response.text();
  if (response.status === 503 || response.status === 429) return null;
  if (!response.ok) return { error: { code: 'protocol', message: `${response.status} ${text}` } };
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  const last = isStream
    ? text
        .split('\n')
        .findLast((line) => line.startsWith('data:'))
        ?.slice(5)
    : text;
  const { result, error }: { result?: { structuredContent?: unknown }; error?: { code?: unknown } } =
    JSON.parse(last ?? '{}');
  if (error?.code === ENDING) return null;
  return result === undefined ? { error: { ...error, code: 'protocol' } } : Object(result.structuredContent);
}
