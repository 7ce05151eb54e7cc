import { stripInvisible } from '@kamikit/core/base';
import { assertJob, InvalidItemsError, type JobWish } from '@kamikit/spending';
import type { CommandMessages } from '../messages/commands.en.ts';
import { UsageError } from './command.ts';
import type { Table, WrongLine } from './read-table.ts';

/** How many of many are told. */
export const MOST_TOLD = 20;

/** Nothing is begun with a table that has a wrong line. @throws {UsageError} naming each by its number. */
export function assertLines(table: Table, wish: JobWish, say: CommandMessages): void {
  const wrong = [...table.wrong, ...faultsOf(wish, table, say)].sort((a, b) => a.line - b.line);
  if (wrong.length === 0) return;
  const lines = wrong.slice(0, MOST_TOLD).map(({ line, what }) => ({ line, what: stripInvisible(what) }));
  throw new UsageError(say.jobs.wrongLines({ lines, more: wrong.length - lines.length }));
}

/** What is wrong with the items themselves. */
function faultsOf(wish: JobWish, { items }: Table, { jobs: words }: CommandMessages): WrongLine[] {
  try {
    assertJob(wish);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidItemsError)) throw error;
    return error.faults.map(({ number, what: said }) => ({
      line: items[number - 1]?.line ?? number,
      what: words.fault({ said }),
    }));
  }
}
