import { stripInvisible } from './strip-invisible.ts';

/** What a reader may take for one of the marks: all of Unicode's quotation marks (UAX 44), and their look-alikes. */
const MARKS =
  /[\p{Quotation_Mark}\u02BA\u02DD\u02EE\u02F5\u02F6\u05F2\u05F4\u2033-\u2037\u2057\u275B-\u2760\u3003\u{1F676}-\u{1F678}]+/gu;

// A refusal's reason fits; whatever is longer is made to push the rest out of sight.
const LONGEST = 300;

/**
 * A text that others wrote, such as an upstream, for use in our own sentence: on one line, cut, in marks “ ” that the
 * text itself cannot hold. So a reader, or a program, can tell where it begins and ends.
 *
 * @param longest In characters.
 */
export function inMarks(text: string, longest = LONGEST): string {
  // Enough to fill the marks, whatever falls away; the rest may be huge.
  const line = stripInvisible(text.slice(0, 20 * longest))
    .replace(MARKS, "'")
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...line];
  return characters.length <= longest ? `“${line}”` : `“${characters.slice(0, longest - 1).join('')}…”`;
}

/** The same text with other words in each pair of marks. */
export function replaceMarked(text: string, replace: (words: string) => string): string {
  return text.replace(/“([^“”]*)”/g, (_, words: string) => replace(words));
}
