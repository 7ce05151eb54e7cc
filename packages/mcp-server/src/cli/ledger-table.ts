import { styleText } from 'node:util';
import { stripInvisible } from '@kamikit/core/base';
import type { LedgerEntry } from '@kamikit/ledger';
import { goodsTitle } from '../views/goods-title.ts';
import { SHORT_ID } from './entry-with-id.ts';
import { cutToWidth, widthOf } from './text-width.ts';

interface Column {
  heading: string;
  of(entry: LedgerEntry): string;
  /** Numbers end below each other. */
  isNumber?: true;
  /** Gets what the other columns leave, and is cut to that. */
  isRest?: true;
  /** Left out where less than this would be left for the rest; those that are named first are kept longest. */
  leaves?: number;
}

const COLUMNS: readonly Column[] = [
  { heading: 'id', of: ({ id }) => id.slice(0, SHORT_ID) },
  { heading: 'when', leaves: 12, of: ({ created_at }) => created_at.slice(0, 16).replace('T', ' ') },
  { heading: 'state', of: stateOf },
  { heading: 'yuan', isNumber: true, of: ({ charged, amount }) => charged ?? amount ?? '' },
  { heading: 'what', isRest: true, of: (entry) => goodsTitle(entry) ?? entry.kind },
  { heading: 'kind', leaves: 30, of: ({ kind }) => kind },
  // The shop's own number: text that nobody vouches for.
  { heading: 'reference', leaves: 30, of: ({ reference }) => oneLine(reference ?? '') },
];

const GAP = '  ';

type Filled = Column & { cells: readonly string[]; width: number };

/**
 * Entries as columns, as wide as a terminal is, or as they need where there is none; a terminal shows those that need a
 * person in bold.
 */
export function formatTable(entries: readonly LedgerEntry[], width = Number.POSITIVE_INFINITY): string {
  const columns = fitted(
    COLUMNS.map((column) => filled(column, entries)),
    width,
  );
  const line = (cellOf: (column: Filled) => string) =>
    columns
      .map((column) => inColumn(column, cellOf(column)))
      .join(GAP)
      .trimEnd();
  return [
    styleText(
      'underline',
      line(({ heading }) => heading),
    ),
    ...entries.map((entry, row) => {
      const text = line(({ cells }) => cells[row] ?? '');
      return needsPerson(entry) ? styleText('bold', text) : text;
    }),
  ].join('\n');
}

function filled(column: Column, entries: readonly LedgerEntry[]): Filled {
  const cells = entries.map((entry) => oneLine(column.of(entry)));
  return { ...column, cells, width: Math.max(...[column.heading, ...cells].map((text) => widthOf(text))) };
}

/** The columns for which there is room. */
function fitted(columns: readonly Filled[], width: number): readonly Filled[] {
  let shown = columns.filter(({ leaves }) => leaves === undefined);
  for (const column of columns) {
    if (column.leaves === undefined) continue;
    const candidate = columns.filter((each) => each === column || shown.includes(each));
    if (leftBy(candidate, width) >= column.leaves) shown = candidate;
  }
  const rest = Math.max(1, leftBy(shown, width));
  return shown.map((column) => (column.isRest ? { ...column, width: Math.min(column.width, rest) } : column));
}

/** How much of the width the other columns leave for the rest. */
function leftBy(columns: readonly Filled[], width: number): number {
  const taken = columns.map((column) => (column.isRest ? 0 : column.width));
  return width - taken.reduce((sum, each) => sum + each, GAP.length * (columns.length - 1));
}

function inColumn({ width, isNumber }: Filled, text: string): string {
  const cut = cutToWidth(text, width);
  const blank = ' '.repeat(Math.max(0, width - widthOf(cut)));
  return isNumber ? blank + cut : cut + blank;
}

/** `show` tells both what became of it and what is wrong with it. */
function stateOf({ state, overcharged, damaged }: LedgerEntry): string {
  if (damaged) return 'damaged';
  return overcharged ? 'overcharged' : state;
}

function needsPerson({ state, overcharged }: LedgerEntry): boolean {
  return overcharged || ['unknown', 'pending', 'sent'].includes(state);
}

function oneLine(text: string): string {
  return stripInvisible(text).replace(/\s+/g, ' ').trim();
}
