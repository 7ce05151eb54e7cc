import { decodeHTMLStrict } from 'entities';

const MOST_PASSES = 3;

/**
 * Goods as they were before a shop's editor wrote them as HTML, once or twice over (supplier facts, contents);
 * null where there is nothing to decode. Which of both are the goods only their maker knows: `A&amp;B` is most likely a
 * password `A&B`, but may be one of seven characters.
 */
export function decodeContents(contents: string): string | null {
  let text = contents;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const decoded = decodeHTMLStrict(text);
    if (decoded === text) break;
    text = decoded;
  }
  return text === contents ? null : text;
}
