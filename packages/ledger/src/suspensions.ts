import { randomUUID } from 'node:crypto';
import { formatShanghaiTime, KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { appendEvent } from './events.ts';
import type { LedgerSchema, SuspensionRow } from './schema.ts';
import { type Asked, type Places, statement } from './statement.ts';

/** That spending was stopped: with an account, by one of its entries; or altogether, by the owner. */
export interface Suspension {
  /** Null for all of them. */
  account: string | null;
  /** The entry that was charged more than agreed; null where the owner stopped it. */
  entry_id: string | null;
  since: string;
  /** Who stopped it; null where an entry did. */
  by: string | null;
}

/** What an overcharge did to one account. */
type OfAnAccount = Suspension & { account: string; entry_id: string };

type Db = Kysely<LedgerSchema>;

export const SUSPENDED = 'account suspended';
export const RESUMED = 'account resumed';

export async function suspend(db: Db, account: string, entryId: string, nowMs: number): Promise<void> {
  const suspension = { id: randomUUID(), account, entry_id: entryId, since_ms: nowMs, lifted_ms: null };
  await db.insertInto('suspensions').values(suspension).execute();
  await appendEvent(db, { atMs: nowMs, action: SUSPENDED, entryId, detail: { account } });
}

/** Those that stand, the oldest first; of one account, or of all. */
export async function readSuspensions(db: Db, account?: string): Promise<OfAnAccount[]> {
  let standing = db.selectFrom('suspensions').selectAll().where('lifted_ms', 'is', null);
  if (account !== undefined) standing = standing.where('account', '=', account);
  const rows = await standing.orderBy('since_ms').execute();
  return rows.map(({ account, entry_id, since_ms }) => ({
    ...{ account, entry_id },
    since: formatShanghaiTime(since_ms),
    by: null,
  }));
}

/** Lifts those of one account, or all; returns what was lifted. */
export async function liftSuspensions(
  db: Db,
  account: string | undefined,
  nowMs: number,
): Promise<OfAnAccount[]> {
  const lifted = await readSuspensions(db, account);
  let standing = db.updateTable('suspensions').set({ lifted_ms: nowMs }).where('lifted_ms', 'is', null);
  if (account !== undefined) standing = standing.where('account', '=', account);
  await standing.execute();
  for (const { account, entry_id: entryId } of lifted)
    await appendEvent(db, { atMs: nowMs, action: RESUMED, entryId, detail: { account } });
  return lifted;
}

const suspensionsOf = statement((db, { account, former }: Places<{ account: string; former: string }>) =>
  db
    .selectFrom('suspensions')
    .selectAll()
    .where('lifted_ms', 'is', null)
    .where(({ eb, or }) => or([eb('account', '=', account), eb('account', '=', former)]))
    .orderBy('since_ms'),
);

/** What suspends an account, under the mark that it has now or the one it had; null where nothing could. */
export function suspending(
  account: string | null,
  former: string | null = null,
): Asked<SuspensionRow> | null {
  const first = account ?? former;
  return first === null ? null : suspensionsOf({ account: first, former: former ?? first });
}

/** @throws {KamikitError} `suspended`, naming the entry that was charged more than agreed. */
export function assertNotSuspended([suspension]: readonly SuspensionRow[]): void {
  if (suspension === undefined) return;
  const { entry_id, since_ms } = suspension;
  const since = formatShanghaiTime(since_ms);
  throw new KamikitError(
    `Spending with this account has been suspended since ${since}: entry ${entry_id} was charged more than agreed.`,
    { code: 'suspended', outcome: 'not_committed', neverSent: true, entryId: entry_id },
  );
}
