import { basename } from 'node:path';
import type { RestockSchedule } from '../errands/restock-on-time.ts';
import type { CommandMessages } from '../messages/commands.en.ts';
import { UsageError } from './command.ts';
import { readTable } from './read-table.ts';
import { assertLines } from './wrong-lines.ts';

/** What `kamikit serve` is told about restocking. */
export interface RestockOptions {
  restock?: string | undefined;
  restockAt?: string | undefined;
  restockMaxTotal?: string | undefined;
}

/** The schedule that they make, with a list that can be read; null where they say nothing. @throws {UsageError} */
export async function restockSchedule(
  { restock: file, restockAt: cron, restockMaxTotal: maxTotal }: RestockOptions,
  say: CommandMessages,
): Promise<RestockSchedule | null> {
  if (file === undefined && cron === undefined && maxTotal === undefined) return null;
  if (file === undefined || cron === undefined || maxTotal === undefined)
    throw new UsageError(say.serving.restockNeedsAll);
  const { isCron } = await import('../errands/restock-on-time.ts');
  if (!isCron(cron)) throw new UsageError(say.serving.wrongCron);
  const name = basename(file);
  async function items(): Promise<object[]> {
    const table = await readTable(file ?? '', say.jobs);
    const read = table.items.map(({ item }) => item);
    if (read.length + table.wrong.length === 0) throw new UsageError(say.jobs.noItems);
    const terms = { kind: 'restock', max_total: maxTotal ?? '', idempotencyKey: name } as const;
    assertLines(table, { ...terms, items: read }, say);
    return read;
  }
  await items();
  return { name, cron, items, maxTotal };
}
