import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter();

/** Cut to so many columns of a terminal, with an ellipsis; a Chinese character takes two. */
export function cutToWidth(text: string, columns: number): string {
  // Whatever is so long is cut anyway; a text of a megabyte is not to be measured first.
  const candidate = text.length > columns * 20 ? text.slice(0, columns * 20) : text;
  if (candidate === text && stringWidth(text) <= columns) return text;
  let cut = '';
  let used = 1;
  for (const { segment } of graphemes.segment(candidate)) {
    used += stringWidth(segment);
    if (used > columns) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…`;
}

export { stringWidth as widthOf };
