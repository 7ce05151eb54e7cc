/** An answer that is larger than anything an upstream has to say; `message` continues "the upstream answered, but". */
export class OverLimitError extends Error {}

// Measured: what these make at most of memory and time is a fraction of what any answer may take. A page of 100 goods has
// 6,000 values, a purchase of 10,000 cards as a list as many.
const MOST_VALUES = 50_000;
const MOST_LEVELS = 64;
// In one object: those that differ in each cost ten times what the rest does.
const MOST_NAMES = 1_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Parses JSON of which its length alone says nothing: 2 MB may be one text, or a million objects.
 *
 * @throws {OverLimitError} when it holds too many values or levels, before anything is built.
 * @throws {SyntaxError} when it is not JSON.
 */
export function parseJson(text: string, { mostValues = MOST_VALUES } = {}): unknown {
  assertModest(text, mostValues);
  return JSON.parse(text);
}

function assertModest(text: string, mostValues: number): void {
  if (!/^\s*[[{]/.test(text)) return; // a page of HTML has commas, too
  let values = 0;
  let level = 0;
  // Of each object around the place, how many names it has so far; of a list, that it counts none.
  const names = new Float64Array(MOST_LEVELS + 1);
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case COMMA:
        values += 1;
        names[level] = (names[level] ?? 0) + 1;
        if (names[level] === MOST_NAMES)
          throw new OverLimitError(`with more than ${MOST_NAMES} names in one place`);
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        values += 1;
        level += 1;
        if (level > MOST_LEVELS) throw new OverLimitError(`with more than ${MOST_LEVELS} levels of data`);
        names[level] = text.charCodeAt(at) === OPEN_OBJECT ? 0 : Number.NEGATIVE_INFINITY;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        level -= 1;
        break;
    }
    if (values > mostValues) throw new OverLimitError(`with more than ${mostValues} values`);
  }
}

/** Where the string that begins at `start` ends. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at;
    at += 1;
  }
}
