import { OverLimitError, parseJson } from './json-limits.ts';
import { takeTurns } from './turns.ts';

/** A JSON object whose one long list is still unread. */
export interface SplitJson {
  /** The object's text, with an empty list in its place. */
  envelope: string;
  /** The elements, each parsed when it is reached. @throws {SyntaxError} for one that is not JSON. */
  elements: AsyncIterable<unknown>;
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

// More than the largest catalogue that anybody counts on, 20,000 items of 27 values each.
const MOST_ELEMENTS = 25_000;
const MOST_VALUES = 750_000;
const LONGEST_ELEMENT = 2 * 1024 * 1024;

const BYTES_AT_A_TIME = 64 * 1024;

/**
 * Splits off the list called `name` at the top level of a JSON object, so that a long one never exists as text,
 * as parsed JSON and as checked data all at once. Null when there is no such list: the body is then read as usual.
 * Everybody else gets a turn all along.
 *
 * @throws {OverLimitError} when it holds more than any list may.
 */
export async function splitJsonList(
  bytes: Buffer,
  name: string,
  signal?: AbortSignal,
): Promise<SplitJson | null> {
  const turn = takeTurns(signal);
  let depth = 0;
  let values = 0;
  let listStart = -1;
  const ends: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const until = at + BYTES_AT_A_TIME;
    for (; at < until && at < bytes.length; at += 1) {
      switch (bytes[at]) {
        case QUOTE:
          at = endOfString(bytes, at);
          break;
        case OPEN_LIST:
          if (depth === 1 && endsInName(bytes.subarray(0, at), name)) listStart = at;
          values += 1;
          depth += 1;
          break;
        case OPEN_OBJECT:
          values += 1;
          depth += 1;
          break;
        case COMMA:
          values += 1;
          if (depth === 2 && listStart >= 0) ends.push(at);
          break;
        case CLOSE_OBJECT:
          depth -= 1;
          break;
        case CLOSE_LIST:
          depth -= 1;
          if (depth !== 1 || listStart < 0) break;
          ends.push(at);
          assertModest(ends.length, values);
          return {
            envelope: `${bytes.toString('utf8', 0, listStart)}[]${bytes.toString('utf8', at + 1)}`,
            elements: readElements(bytes, listStart + 1, ends, signal),
          };
      }
    }
    assertModest(ends.length, values);
    at -= 1;
    await turn();
  }
  return null;
}

function assertModest(elements: number, values: number): void {
  if (elements > MOST_ELEMENTS) throw new OverLimitError(`with a list of more than ${MOST_ELEMENTS}`);
  if (values > MOST_VALUES) throw new OverLimitError(`with more than ${MOST_VALUES} values`);
}

async function* readElements(
  bytes: Buffer,
  start: number,
  ends: readonly number[],
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown> {
  const turn = takeTurns(signal);
  let from = start;
  for (const end of ends) {
    if (end - from > LONGEST_ELEMENT) throw new OverLimitError(`with ${end - from} bytes about one thing`);
    const text = bytes.toString('utf8', from, end);
    if (ends.length > 1 || text.trim() !== '') yield parseJson(text);
    from = end + 1;
    await turn();
  }
}

/** Where the string that begins at `start` ends. */
function endOfString(bytes: Buffer, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** Whether what comes before a value is its name and a colon. */
function endsInName(before: Buffer, name: string): boolean {
  const tail = before.toString('utf8', Math.max(0, before.length - name.length - 16)).trimEnd();
  return tail.endsWith(':') && tail.slice(0, -1).trimEnd().endsWith(`"${name}"`);
}
