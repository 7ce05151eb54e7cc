import { decodeHTMLStrict } from 'entities';
import { LONGEST_SHOWN } from './reveal.ts';

const MOST_PASSES = 3;

// Of so many at least as many are left as a result shows, were each an entity of the longest name.
const LONGEST_SOURCE = 33 * LONGEST_SHOWN;

/**
 * Goods as they were before a shop's editor wrote them as HTML, once or twice over (supplier facts, contents);
 * null where there is nothing to decode. Which of both are the goods only their maker knows: `A&amp;B` is most likely a
 * password `A&B`, but may be one of seven characters.
 */
export function decodeContents(contents: string): string | null {
  const source = contents.slice(0, LONGEST_SOURCE);
  let text = source;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const decoded = decodeHTMLStrict(text);
    if (decoded === text) break;
    text = decoded;
  }
  return text === source ? null : text;
}
