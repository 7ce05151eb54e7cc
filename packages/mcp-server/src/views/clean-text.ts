import { convert } from 'html-to-text';

// What a person cannot see must not steer a model: controls except tab and line feed, soft hyphens, zero-width and bidi
// marks, tag characters (Unicode TR36; TR39).
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]|\p{Variation_Selector}/gu;

/** Removes invisible characters and leaves everything else: for cards, where each visible character counts. */
export function stripInvisible(text: string): string {
  return text.replace(INVISIBLE, (character) => (character === '\n' || character === '\t' ? character : ''));
}

/** An upstream's text as plain, visible text; null stays null. Cut with a notice past `maximum` characters. */
export function cleanText(text: string | null, maximum: number): string | null {
  if (text === null) return null;
  const plain = /[<&]/.test(text)
    ? convert(text, {
        wordwrap: false,
        selectors: [
          { selector: 'a', options: { ignoreHref: true } },
          { selector: 'img', format: 'skip' },
        ],
      })
    : text;
  const visible = stripInvisible(plain)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const characters = [...visible];
  if (characters.length <= maximum) return visible;
  return `${characters.slice(0, maximum).join('')} … [cut, ${characters.length} characters]`;
}
