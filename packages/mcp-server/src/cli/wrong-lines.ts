import { stripInvisible } from '@kamikit/core/base';
import { assertJob, InvalidItemsError, type JobWish } from '@kamikit/spending';
import type { CommandMessages } from '../messages/commands.en.ts';
import { UsageError } from './command.ts';
import type { Table, WrongLine } from './read-table.ts';

/** How many of many are told in full. */
export const MOST_TOLD = 20;

/** Nothing is begun with a table that has a wrong line. @throws {UsageError} naming each by its number. */
export function assertLines(table: Table, wish: JobWish, say: CommandMessages): void {
  const wrong = [...table.wrong, ...faultsOf(wish, table, say)].sort((a, b) => a.line - b.line);
  if (wrong.length === 0) return;
  const lines = wrong.slice(0, MOST_TOLD).map(({ line, what }) => ({ line, what: stripInvisible(what) }));
  const more = inRanges(wrong.slice(MOST_TOLD).map(({ line }) => line));
  throw new UsageError(say.jobs.wrongLines({ lines, more }));
}

/** Ascending numbers as `3, 5-8`. */
function inRanges(numbers: readonly number[]): string {
  const ranges: Array<[first: number, last: number]> = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (range !== undefined && number <= range[1] + 1) range[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}

/** What is wrong with the items themselves. */
function faultsOf(wish: JobWish, { items }: Table, { jobs: words }: CommandMessages): WrongLine[] {
  try {
    assertJob(wish);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidItemsError)) throw error;
    const lineOf = (number: number) => items[number - 1]?.line ?? number;
    return error.faults.map(({ number, what: said }) => {
      // People look for that one by its line, too.
      const [, first] = /^the same as item (\d+)$/.exec(said) ?? [];
      const what =
        first === undefined ? words.fault({ said }) : words.sameAsLine({ line: lineOf(Number(first)) });
      return { line: lineOf(number), what };
    });
  }
}
