// A run of this many characters of a key is a part of it; of shorter ones, texts hold some by chance.
const LONGEST_ALLOWED = 11;
// Right before a cut even fewer give it away: that is what a limit on a text's length leaves.
const SHORTEST_BEGINNING = 8;
const CUT = /^\s*(\.\.|…|\*|\[cut|["”'\\]|$)/;

// Every run that is too long covers a piece of this length that begins at a multiple of STEP.
const PIECE = 6;
const STEP = LONGEST_ALLOWED + 1 - PIECE + 1;

// Words stand in any text, and keys may hold some.
const WORDS_ALONE = /^([a-z]+|[A-Z]+)$/;

/**
 * Makes a function that removes parts of the given forms of secrets: long runs of any of them, and beginnings before a cut.
 * Of the forms in `fromStart`, which must be longer than `LONGEST_ALLOWED`, it removes long runs from their first character.
 */
export function redactParts(
  forms: readonly string[],
  fromStart: readonly string[],
  substitute: string,
): (text: string) => string {
  const long = [...new Set(forms)].filter((form) => form.length > LONGEST_ALLOWED);
  const places = placesOfPieces(long, fromStart);
  const byBeginning = Map.groupBy(long, (form) => form.slice(0, SHORTEST_BEGINNING));
  return (text) => {
    const short = replaceRuns(text, longRuns(text, places), substitute);
    return replaceRuns(short, beginningsIn(short, byBeginning), substitute);
  };
}

type Run = readonly [start: number, end: number];
type Place = readonly [form: string, at: number];

function placesOfPieces(
  forms: readonly string[],
  fromStart: readonly string[],
): ReadonlyMap<string, Place[]> {
  const places = new Map<string, Place[]>();
  function add(form: string, at: number): void {
    const piece = form.slice(at, at + PIECE);
    const known = places.get(piece);
    if (known === undefined) places.set(piece, [[form, at]]);
    else known.push([form, at]);
  }
  for (const form of forms) for (let at = 0; at + PIECE <= form.length; at += 1) add(form, at);
  // One of STEP pieces in a row begins at a multiple of STEP.
  for (const form of fromStart) for (let at = 0; at < STEP; at += 1) add(form, at);
  return places;
}

/** In the order of their beginnings, as far as they do not overlap. */
function* longRuns(text: string, places: ReadonlyMap<string, Place[]>): Generator<Run> {
  let done = 0;
  for (let at = 0; at + PIECE <= text.length; at += STEP) {
    if (at + PIECE <= done) continue;
    let run: Run = [at, at];
    for (const [form, inForm] of places.get(text.slice(at, at + PIECE)) ?? []) {
      const before = sharedBefore(text, at, form, inForm);
      const start = at - before;
      const end = endOfRun(text, start, form, inForm - before);
      if (end - start <= LONGEST_ALLOWED || WORDS_ALONE.test(text.slice(start, end))) continue;
      run = [Math.min(run[0], start), Math.max(run[1], end)];
    }
    if (run[1] === at) continue;
    [, done] = run;
    yield run;
  }
}

/** How many characters the text before `at` and the form before `inForm` end with alike. */
function sharedBefore(text: string, at: number, form: string, inForm: number): number {
  let length = 0;
  while (length < Math.min(at, inForm) && text[at - length - 1] === form[inForm - length - 1]) length += 1;
  return length;
}

function* beginningsIn(text: string, byBeginning: ReadonlyMap<string, readonly string[]>): Generator<Run> {
  for (const [beginning, forms] of byBeginning) {
    let start = text.indexOf(beginning);
    while (start >= 0) {
      let end = start;
      for (const form of forms) end = Math.max(end, endOfRun(text, start, form, 0));
      if (CUT.test(text.slice(end, end + 8)) && !WORDS_ALONE.test(text.slice(start, end))) yield [start, end];
      start = text.indexOf(beginning, end);
    }
  }
}

/** Where the text, from `start`, stops being the form from `at`. */
function endOfRun(text: string, start: number, form: string, at: number): number {
  let length = 0;
  while (at + length < form.length && text[start + length] === form[at + length]) length += 1;
  return start + length;
}

/** The runs come in the order of their beginnings, and may overlap. */
function replaceRuns(text: string, runs: Iterable<Run>, substitute: string): string {
  let rest = 0;
  let replaced = '';
  for (const [start, end] of runs) {
    if (end <= rest) continue;
    if (start >= rest) replaced += text.slice(rest, start) + substitute;
    rest = end;
  }
  return rest === 0 ? text : replaced + text.slice(rest);
}
