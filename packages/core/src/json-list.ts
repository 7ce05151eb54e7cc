/** A JSON object whose one long list is still unread. */
export interface SplitJson {
  /** The object's text, with an empty list in its place. */
  envelope: string;
  /** The elements, each parsed when it is reached. @throws {SyntaxError} for one that is not JSON. */
  elements: Iterable<unknown>;
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Splits off the list called `name` at the top level of a JSON object, so that a long one never exists as text,
 * as parsed JSON and as checked data all at once. Null when there is no such list: the body is then read as usual.
 */
export function splitJsonList(bytes: Buffer, name: string): SplitJson | null {
  let depth = 0;
  let listStart = -1;
  const ends: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    switch (bytes[at]) {
      case QUOTE:
        at = endOfString(bytes, at);
        break;
      case OPEN_LIST:
        if (depth === 1 && listStart < 0 && endsInName(bytes.subarray(0, at), name)) listStart = at;
        depth += 1;
        break;
      case OPEN_OBJECT:
        depth += 1;
        break;
      case COMMA:
        if (depth === 2 && listStart >= 0) ends.push(at);
        break;
      case CLOSE_OBJECT:
        depth -= 1;
        break;
      case CLOSE_LIST:
        depth -= 1;
        if (depth !== 1 || listStart < 0) break;
        ends.push(at);
        return {
          envelope: `${bytes.toString('utf8', 0, listStart)}[]${bytes.toString('utf8', at + 1)}`,
          elements: readElements(bytes, listStart + 1, ends),
        };
    }
  }
  return null;
}

function* readElements(bytes: Buffer, start: number, ends: readonly number[]): Generator<unknown> {
  let from = start;
  for (const end of ends) {
    const text = bytes.toString('utf8', from, end);
    if (ends.length > 1 || text.trim() !== '') yield JSON.parse(text);
    from = end + 1;
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
