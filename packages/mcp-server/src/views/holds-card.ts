// Of a longer text nothing is shown anyway.
const LONGEST_COMPARED = 250;
// Shorter ones stand in ordinary words by chance; a text that is one of them as a whole is one all the same.
const SHORTEST_PIECE = 6;
// A run of this many characters of a card gives it away, whatever stands around it.
const LONGEST_RUN = 11;

/**
 * Whether a text holds a delivered card or a piece of one, in whatever case, plain or encoded as for a URL, JSON, in
 * hexadecimal or base64.
 */
export function holdsCard(text: string, cards: string): boolean {
  const [whole, all] = [text.slice(0, LONGEST_COMPARED).trim().toLowerCase(), cards.toLowerCase()];
  const pieces = new Set([...all.split(/\s+|-{2,}/), ...all.split(/[\s,，;；:：|/=、]+/)]);
  pieces.delete('');
  if (pieces.has(whole)) return true;
  return [text.slice(0, LONGEST_COMPARED), ...decoded(text.slice(0, LONGEST_COMPARED))].some((each) =>
    holds(each.toLowerCase(), pieces, all),
  );
}

function holds(text: string, pieces: ReadonlySet<string>, all: string): boolean {
  for (let from = 0; from + SHORTEST_PIECE <= text.length; from += 1) {
    for (let to = from + SHORTEST_PIECE; to <= text.length; to += 1)
      if (pieces.has(text.slice(from, to))) return true;
    const run = text.slice(from, from + LONGEST_RUN + 1);
    if (run.length > LONGEST_RUN && all.includes(run)) return true;
  }
  return false;
}

/** What a text says once its encodings are undone. */
function decoded(text: string): string[] {
  const url = [...withoutPercents(text), ...withoutPercents(text).flatMap(withoutPercents)];
  const json = text.replace(/\\u([0-9a-f]{4})/gi, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  const hex = text.match(/(?:[0-9a-f]{2}){6,}/gi) ?? [];
  const base64 = text.match(/[\w+/-]{8,}/g) ?? [];
  return [
    ...url,
    json.replaceAll('\\/', '/'),
    ...hex.flatMap((each) => [each, each.slice(1)]).map((each) => Buffer.from(each, 'hex').toString('utf8')),
    // What stands before it may be of any length.
    ...base64.flatMap((each) =>
      [0, 1, 2, 3].map((skipped) => Buffer.from(each.slice(skipped), 'base64').toString('utf8')),
    ),
  ];
}

/** Run by run: a per cent sign that stands for itself elsewhere in the text hides none. */
function withoutPercents(text: string): string[] {
  const plain = text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
  return plain === text ? [] : [plain];
}
