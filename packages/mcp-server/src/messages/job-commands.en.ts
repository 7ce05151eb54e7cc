import type { ItemState } from '@kamikit/ledger';
import { counted } from './english.ts';

const ITEMS: Record<ItemState, string> = {
  waiting: 'waiting',
  under_way: 'under way',
  completed: 'bought',
  pending: 'not delivered yet',
  failed: 'failed',
  refused: 'not bought',
  refunded: 'refunded',
  unknown: 'unknown',
  enough: 'enough in stock',
};

/** What a restock would buy of a good. */
export interface Restocked {
  number: number;
  quantity: number;
  /** In the shop's words. */
  good: string;
  total: string;
  stock: string;
}

/** What `kamikit job` says. */
export const jobCommands = {
  about: 'buys many things as one job, each once; alone it lists',
  start:
    'starts a job of the items in a table, and works on it. Columns: goods_id, sub_id, quantity, max_total, mode; for trades sku_id, quantity, max_total, fields.NAME; to restock floor, target, max_price, stock instead of quantity and max_total. Exit codes: 0 all bought or in stock, 1 not all, 2 wrong usage, 3 cancelled, 5 still open',
  file: 'a CSV file, one of JSON lines, or - for standard input',
  kind: 'what its items are; by default what its columns are of',
  maxTotal: 'the most that all of it may cost, in yuan',
  key: 'its idempotency key; by default one of what it asks for, limits aside, so that the same table is bought once; a restock counts anew each time',
  concurrency: 'how many at a time, 1 to 4',
  dryRun: 'only says what it would cost and what cannot be bought',
  noWait: 'only writes it down: whichever Kamikit runs works on it',
  list: 'the latest jobs',
  show: 'how a job stands, and what is left to do',
  run: 'works on one job, or on all that are open',
  pause: 'begins nothing new until it is resumed',
  resume: 'goes on with a job that was paused, or stopped by itself',
  cancel: 'ends a job for good; what was bought stays bought',
  export: 'all items of a job, with what was delivered',
  format: 'of the file',
  json: 'as JSON',
  id: 'its id, or the first 4 or more characters of it',
  wrongConcurrency: 'It must be 1 to 4.',

  noItems: 'the table holds no items',
  tooManyItems: ({ items, most }: { items: number; most: number }) =>
    `the table holds ${items} items, more than the ${most} that a job can have`,
  tooLarge: ({ megabytes }: { megabytes: number }) => `the table is larger than ${megabytes} MB`,
  noFile: ({ file, code }: { file: string; code: string }) => `${file} cannot be read (${code})`,
  wrongLines: ({ lines, more }: { lines: readonly { line: number; what: string }[]; more: string }) =>
    [
      'Nothing was started: these lines are wrong.',
      ...lines.map(({ line, what }) => `  line ${line}: ${what}`),
      ...(more === '' ? [] : [`  and, for the like, lines ${more}`]),
    ].join('\n'),
  /** What is wrong with an item, as our library says it. */
  fault: ({ said }: { said: string }) => said,
  sameAsLine: ({ line }: { line: number }) => `the same as line ${line}`,
  noJson: 'it is no JSON object',
  unclosed: 'a quoted field is not closed',
  columns: ({ cells, columns }: { cells: number; columns: number }) =>
    `${counted(cells, 'cell')} for ${counted(columns, 'column')}`,
  noColumns: ({ columns }: { columns: readonly string[] }) =>
    `the first line must name the columns, among them goods_id or sku_id; it names ${columns.join(', ') || 'none'}`,
  columnTwice: ({ column }: { column: string }) => `two columns are named ${column}`,

  pricing: 'pricing',
  wouldCost: ({ total, items, priced }: { total: string; items: number; priced: number }) =>
    `${priced} of ${counted(items, 'item')} can be bought now, for ${total} yuan in all.`,
  tooMuch: ({ total, most }: { total: string; most: string }) =>
    `${total} yuan are more than --max-total ${most}: the job would stop before all of it is bought.`,
  wouldBuy: ({ number, quantity, good, total, stock }: Restocked) =>
    `  item ${number}: ${quantity} × ${good} for ${total} yuan (${stock})`,
  hasEnough: ({ number, stock }: { number: number; stock: string }) => `  item ${number}: enough (${stock})`,
  counted: ({ shelf, held }: { shelf: number; held: number }) =>
    `${shelf} in stock, ${held} on the way or not marked as used`,
  cannotBuy: ({ number, why }: { number: number; why: string }) => `  item ${number}: ${why}`,
  moreOfThem: ({ more }: { more: number }) => `  and ${more} more`,

  buying: 'buying',
  existing: 'This job was started before: nothing is bought twice.',
  tableStarted: ({ id }: { id: string }) =>
    `Nothing was started: this table was started before, as job ${id}, with other limits, mode or concurrency. \`kamikit job show ${id}\` tells what is left, which needs a table of its own; with --key, all of it is bought once more.`,
  started: ({ id, items }: { id: string; items: number }) => `Job ${id}: ${counted(items, 'item')}.`,
  interrupted: ({ id }: { id: string }) =>
    `Ending: what was sent is still waited for. \`kamikit job run ${id}\` goes on with it, and so does any other Kamikit on this ledger.`,
  progress: ({ done, items, spent }: { done: number; items: number; spent: string }) =>
    `${done} of ${items} done, ${spent} yuan spent`,
  items: ITEMS,
  uncounted: 'the stock is still to be counted',
  outcome: ({ id, state }: { id: string; state: string }) => `Job ${id}: ${state}`,
  count: ({ what, count }: { what: string; count: number }) => `${what} ${count}`,
  spent: ({ spent, most }: { spent: string; most: string }) => `spent: ${spent} of at most ${most} yuan`,
  quoted: ({ total, until }: { total: string; until: string }) =>
    `priced at ${total} yuan in all, valid until ${until}`,
  reason: ({ why }: { why: string }) => `why: ${why}`,
  left: 'Left to do by hand:',
  leftItem: ({ number, state, why }: { number: number; state: string; why: string }) =>
    `  item ${number}, ${state}: ${why}`,
  lookedAtAgain: 'it is looked at again by itself, by whichever Kamikit runs',
  howToResume: ({ id }: { id: string }) => `\`kamikit job resume ${id}\` goes on with it.`,
  howToResumeMended: ({ id }: { id: string }) =>
    `Once what stopped it is mended, \`kamikit job resume ${id}\` goes on with it.`,
  howToApprove: ({ id }: { id: string }) => `\`kamikit approve ${id}\` asks you about it.`,
  howToExport: ({ id }: { id: string }) => `\`kamikit job export ${id}\` gives all items and cards.`,
  question: 'Allow all of it?',
  declined: 'Declined: nothing of it is bought.',
  none: 'There are no jobs.',
  noJob: ({ id }: { id: string }) => `there is no job ${id}`,
  severalJobs: ({ id, ids }: { id: string; ids: readonly string[] }) =>
    `${id} may be ${ids.join(', ')}: give more characters of the id`,
  listedSpent: ({ spent }: { spent: string }) => `${spent} yuan`,
  listedBy: ({ person }: { person: string }) => `by ${person}`,
  nothingOpen: 'No job is open.',
};

export type JobCommands = typeof jobCommands;
