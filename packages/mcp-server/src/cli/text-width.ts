import stringWidth from 'fast-string-width';

/** Cut to so many columns of a terminal, with an ellipsis; a Chinese character takes two. */
export function cutToWidth(text: string, columns: number): string {
  // Whatever is so long is cut anyway; a text of a megabyte is not to be measured first.
  const candidate = text.length > columns * 20 ? text.slice(0, columns * 20) : text;
  if (candidate === text && stringWidth(text) <= columns) return text;
  let cut = '';
  let used = 1;
  // Made only here: the first of a program takes ten milliseconds.
  for (const { segment } of new Intl.Segmenter().segment(candidate)) {
    used += stringWidth(segment);
    if (used > columns) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…`;
}

/** Filled with blanks up to so many columns, behind the text or before it. */
export function padToWidth(text: string, columns: number, where: 'end' | 'start' = 'end'): string {
  const blank = ' '.repeat(Math.max(0, columns - stringWidth(text)));
  return where === 'end' ? text + blank : blank + text;
}

// Where a line may break: at blanks, and beside each Chinese character, but never before a mark that closes or behind one
// that opens (GB/T 15834-2011, 5.1.8 to 5.1.10).
const PIECE =
  /\s*[（“《]*(?:\p{Script=Han}|[^\s\p{Script=Han}（“《，。、；：！？）”》]+)?[，。、；：！？）”》]*/gu;

/** Broken into lines of so many columns, where they can be broken. */
export function wrapToWidth(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const lines: string[] = [];
      let current = '';
      for (const piece of line.match(PIECE) ?? []) {
        if (current !== '' && stringWidth(current + piece) > columns) {
          lines.push(current);
          current = piece.trimStart();
        } else current += piece;
      }
      return [...lines, current];
    })
    .join('\n');
}

/** Of a text without control characters; styles may be in it. */
export { stringWidth as widthOf };
