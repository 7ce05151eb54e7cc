import { padToWidth, widthOf } from './text-width.ts';

const GAP = '  ';

/** Rows as lines whose cells stand below each other; a column in which nothing stands is left out. */
export function inColumns(rows: ReadonlyArray<readonly string[]>): string[] {
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((cells) => widthOf(cells[at] ?? ''))),
  );
  return rows.map((cells) =>
    widths
      .flatMap((width, at) => (width === 0 ? [] : [padToWidth(cells[at] ?? '', width)]))
      .join(GAP)
      .trimEnd(),
  );
}
