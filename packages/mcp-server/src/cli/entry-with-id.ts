import { stripInvisible } from '@kamikit/core/base';
import type { Ledger, LedgerEntry } from '@kamikit/ledger';
import type { LedgerCommand } from '../messages/ledger-command.en.ts';
import { UsageError } from './command.ts';

/** As many characters of an id as tables show, and the fewest that are taken for one. */
export const SHORT_ID = 8;
const SHORTEST_ID = 4;
const TOLD = 5;

/**
 * The one entry whose id begins like this.
 * @throws {UsageError} for too few characters; {Error} when there is no such entry, or more than one.
 */
export async function entryWithId(
  ledger: Ledger,
  beginning: string,
  say: LedgerCommand,
): Promise<LedgerEntry> {
  const typed = stripInvisible(beginning);
  if (typed.length < SHORTEST_ID) throw new UsageError(say.shortId({ id: typed, least: SHORTEST_ID }));
  const found = await ledger.idsLike(typed, TOLD + 1);
  const [id, ...others] = found;
  const entry = id === undefined ? null : await ledger.get(id);
  if (entry === null) throw new Error(say.noEntry({ id: typed }));
  if (others.length === 0) return entry;
  const ids = found.slice(0, TOLD);
  throw new Error(say.severalEntries({ id: typed, ids, isMore: found.length > TOLD }));
}
