import { inMarks } from '@kamikit/core';
import type { Results } from '../messages/results.en.ts';

/** How many there are; null where there are some, and the shop does not say how many. */
type Count = number | null;

const MOST_WORDS = 4;
const SHORTEST = 2;
const LONGEST = 32;

/**
 * What would find more where a search found nothing: its words one by one, or of a single one as much of its beginning and
 * of its end as finds something. Shops look for the whole text as it stands, so a shorter part finds no less.
 */
export async function searchHint(
  search: string,
  count: (part: string) => Promise<Count>,
  say: Results,
): Promise<string> {
  const words = [...new Set(search.trim().split(/\s+/))].slice(0, MOST_WORDS);
  const letters = [...search.trim()].slice(0, LONGEST);
  const parts =
    words.length > 1
      ? words.map(async (word) => ({ part: word, total: await count(word) }))
      : [
          longest(letters.length - 1, (length) => letters.slice(0, length), count),
          longest(letters.length - 1, (length) => letters.slice(-length), count),
        ];
  const found = new Map<string, Count>();
  for (const each of await Promise.all(parts))
    if (each !== null && each.total !== 0) found.set(each.part, each.total);
  const told = [...found].map(([part, total]) => ({ part: inMarks(part), total }));
  const asked = { search: inMarks(search) };
  return told.length === 0 ? say.nothingFor(asked) : say.shorterFind({ ...asked, parts: told });
}

/** By halves: what a part does not find, a longer one that holds it does not find either. */
async function longest(
  most: number,
  cut: (length: number) => string[],
  count: (part: string) => Promise<Count>,
): Promise<{ part: string; total: Count } | null> {
  let best: { part: string; total: Count } | null = null;
  for (let low = SHORTEST, high = most; low <= high; ) {
    const middle = Math.ceil((low + high) / 2);
    const part = cut(middle).join('').trim();
    const total = await count(part);
    if (total === 0) high = middle - 1;
    else {
      best = { part, total };
      low = middle + 1;
    }
  }
  return best;
}
