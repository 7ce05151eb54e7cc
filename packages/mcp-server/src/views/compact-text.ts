type Row = Readonly<Record<string, unknown>>;

/** The columns of rows: by name, and for lists in the rows their own columns. */
type Columns = ReadonlyMap<string, Columns | null>;

/**
 * An answer that is mostly lists, as a text that says the same in half the bytes: what is no list as JSON, then each list
 * with its fields named once and a JSON array for each row, in their order. What is null or absent is null there, and at a
 * row's end left out. Every text stays in quotes, so that none of a shop's passes for a line of ours.
 */
export function compactText(answer: object): string {
  const fields = Object.entries(answer);
  const lists = fields.filter((field): field is [string, Row[]] => isRows(field[1]));
  const rest = Object.fromEntries(fields.filter(([, value]) => !isRows(value)));
  return [JSON.stringify(rest), ...lists.flatMap(([name, rows]) => listLines(name, rows))].join('\n');
}

function listLines(name: string, rows: readonly Row[]): string[] {
  const columns = columnsOf(rows);
  return [heading(name, columns), ...rows.map((row) => JSON.stringify(cellsOf(row, columns)))];
}

function heading(name: string, columns: Columns): string {
  const names = [...columns].map(([column, inner]) => (inner === null ? column : heading(column, inner)));
  return `${name}: [${names.join(', ')}]`;
}

function columnsOf(rows: readonly Row[]): Columns {
  const names = new Set(rows.flatMap(Object.keys));
  return new Map(
    [...names].flatMap((name): Array<[string, Columns | null]> => {
      const values = rows.map((row) => row[name] ?? null).filter((value) => value !== null);
      if (values.length === 0) return [];
      return [[name, values.some(isRows) && values.every(isList) ? columnsOf(values.flat()) : null]];
    }),
  );
}

function cellsOf(row: Row, columns: Columns): unknown[] {
  const cells = [...columns].map(([name, inner]) => {
    const value = row[name] ?? null;
    return inner !== null && isRows(value) ? value.map((each) => cellsOf(each, inner)) : value;
  });
  return cells.slice(0, cells.findLastIndex((cell) => cell !== null) + 1);
}

function isRows(value: unknown): value is Row[] {
  return isList(value) && value.length > 0;
}

function isList(value: unknown): value is Row[] {
  return (
    Array.isArray(value) &&
    value.every((each) => typeof each === 'object' && each !== null && !Array.isArray(each))
  );
}
