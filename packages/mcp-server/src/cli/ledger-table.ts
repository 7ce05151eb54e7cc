import { styleText } from 'node:util';
import { stripInvisible } from '@kamikit/core/base';
import type { LedgerEntry } from '@kamikit/ledger';
import type { LedgerCommand } from '../messages/ledger-command.en.ts';
import { cardTitle } from '../views/card-title.ts';
import { goodsTitle } from '../views/goods-title.ts';
import { SHORT_ID } from './entry-with-id.ts';
import { kindName } from './kind-name.ts';
import { cutToWidth, padToWidth, widthOf } from './text-width.ts';

interface Column {
  name: keyof LedgerCommand['columns'];
  of(entry: LedgerEntry, say: LedgerCommand): string;
  /** Numbers end below each other. */
  isNumber?: true;
  /** Gets what the other columns leave, and is cut to that. */
  isRest?: true;
  /** Left out where less than this would be left for the rest; those that are named first are kept longest. */
  leaves?: number;
}

const COLUMNS: readonly Column[] = [
  { name: 'id', of: ({ id }) => id.slice(0, SHORT_ID) },
  { name: 'when', leaves: 12, of: ({ created_at }) => created_at.slice(0, 16).replace('T', ' ') },
  { name: 'state', of: stateOf },
  { name: 'yuan', isNumber: true, of: ({ charged, amount }) => charged ?? amount ?? '' },
  { name: 'person', leaves: 20, of: ({ person }) => person ?? '' },
  { name: 'what', isRest: true, of: whatOf },
  { name: 'kind', leaves: 30, of: ({ kind }, say) => kindName(kind, say) },
  // The shop's own number: text that nobody vouches for.
  { name: 'reference', leaves: 30, of: ({ reference }) => oneLine(reference ?? '') },
];

/** Of all entries, with who wanted them where several people use the ledger. */
export function listedColumns(entries: readonly LedgerEntry[]): readonly Column[] {
  return forPeople(COLUMNS, entries);
}

/** The same of what waits for its owner. */
export function waitingColumns(entries: readonly LedgerEntry[]): readonly Column[] {
  return forPeople(WAITING, entries);
}

function forPeople(columns: readonly Column[], entries: readonly LedgerEntry[]): readonly Column[] {
  return columns.filter(({ name }) => name !== 'person' || entries.some(({ person }) => person !== null));
}

const WAITING: readonly Column[] = [
  { name: 'id', of: ({ id }) => id.slice(0, SHORT_ID) },
  { name: 'until', of: ({ quote_until }) => (quote_until ?? '').slice(0, 16).replace('T', ' ') },
  { name: 'yuan', isNumber: true, of: ({ amount }) => amount ?? '' },
  { name: 'person', of: ({ person }) => person ?? '' },
  { name: 'what', isRest: true, of: whatOf },
  { name: 'kind', leaves: 30, of: ({ kind }, say) => kindName(kind, say) },
];

function whatOf(entry: LedgerEntry, say: LedgerCommand): string {
  const goods = goodsTitle(entry);
  if (goods !== null) return goods;
  const card = cardTitle(entry);
  return card === null ? kindName(entry.kind, say) : `${kindName(entry.kind, say)} ${card}`;
}

const GAP = '  ';

type Filled = Column & { heading: string; cells: readonly string[]; width: number };

/**
 * Entries as columns, as wide as a terminal is, or as they need where there is none; a terminal shows those that need a
 * person in bold.
 */
export function formatTable(
  entries: readonly LedgerEntry[],
  say: LedgerCommand,
  width = Number.POSITIVE_INFINITY,
  shown = listedColumns(entries),
): string {
  const columns = fitted(
    shown.map((column) => filled(column, entries, say)),
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

function filled(column: Column, entries: readonly LedgerEntry[], say: LedgerCommand): Filled {
  const heading = say.columns[column.name];
  const cells = entries.map((entry) => oneLine(column.of(entry, say)));
  return { ...column, heading, cells, width: Math.max(...[heading, ...cells].map((text) => widthOf(text))) };
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
  return padToWidth(cutToWidth(text, width), width, isNumber ? 'start' : 'end');
}

/** `show` tells both what became of it and what is wrong with it. */
function stateOf({ state, overcharged, damaged }: LedgerEntry, { states }: LedgerCommand): string {
  if (damaged) return states.damaged;
  return overcharged ? states.overcharged : states[state];
}

function needsPerson({ state, overcharged }: LedgerEntry): boolean {
  return overcharged || ['awaiting_approval', 'unknown', 'pending', 'sent'].includes(state);
}

function oneLine(text: string): string {
  return stripInvisible(text).replace(/\s+/g, ' ').trim();
}
