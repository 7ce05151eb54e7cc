import { existsSync } from 'node:fs';
import { KamikitError } from '@kamikit/core';
import type { Kysely, Transaction } from 'kysely';
import type { Chain } from '../chain.ts';
import type { LedgerDatabase } from '../database.ts';
import type { Integrity } from '../integrity.ts';
import { isAlone } from '../last-event.ts';
import { movedTo } from '../moved.ts';
import { openDatabase } from '../open-ledger.ts';
import { recoverAbandoned } from '../recover.ts';
import type { LedgerSchema } from '../schema.ts';
import { readStop, resume, stop } from '../stop.ts';
import { verifyHistory } from '../verify.ts';
import { parseDatabaseUrl } from './database-url.ts';

type Db = Kysely<LedgerSchema>;
type Table = keyof LedgerSchema;

export interface CopyOptions {
  /** The ledger's file. */
  path: string;
  /** Where it goes: a database in which there is no ledger yet, or an empty one. */
  databaseUrl: string;
  integrity?: Integrity | undefined;
  /** Told of rows, now and then. */
  onProgress?: ((amount: { done: number; total: number }) => void) | undefined;
}

export interface Copied {
  entries: number;
  events: number;
  /** Where it is now, without user and password. */
  place: string;
  /** Whether its owner had stopped all spending, which holds there, too. */
  isStopped: boolean;
}

/** In what order a table is read; `identity` has one row, and goes first. */
const ORDER: { readonly [T in Exclude<Table, 'identity'>]: readonly (keyof LedgerSchema[T] & string)[] } = {
  entries: ['id'],
  search_words: ['entry_id'],
  suspensions: ['id'],
  jobs: ['id'],
  job_items: ['job_id', 'number'],
  turns: ['account'],
  events: ['seq'],
};
const TABLES = Object.keys(ORDER) as Exclude<Table, 'identity'>[];

// An entry may hold 4 MB, of goods and of an answer that nobody understood.
const BATCH = 50;
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Copies the ledger of a file into PostgreSQL, as it stands, and verifies it there before it is committed. Two ledgers with one
 * past could buy the same twice: from the beginning on the file spends nothing any more, and goes on doing so unless copying fails.
 *
 * @throws {KamikitError} `suspended` for a ledger whose history has to be looked at first; `duplicate_in_progress` while
 * something is under way in it; `config_invalid` where there is no file, or for a database that holds a ledger already.
 */
export async function copyLedger({ path, databaseUrl, integrity, onProgress }: CopyOptions): Promise<Copied> {
  const { place } = parseDatabaseUrl(databaseUrl);
  // To open one would make it.
  if (!existsSync(path)) throw noLedger(path);
  const from = await openDatabase({ path, integrity }, BUSY_TIMEOUT_MS);
  try {
    const to = await openDatabase({ databaseUrl, integrity }, BUSY_TIMEOUT_MS);
    try {
      const { isStopped, isOurs } = await stopForGood(from, place);
      try {
        return { ...(await copyRows(from, to, { isStopped, onProgress })), place, isStopped };
      } catch (error) {
        // Where nobody knows whether it was committed, or another copying was faster, the file must not spend.
        const isUnknown = error instanceof KamikitError && error.outcome === 'unknown';
        if (isOurs && !isUnknown && !(await isThere(from, to))) await lift(from);
        throw error;
      }
    } finally {
      await to.database.close();
    }
  } finally {
    await from.database.close();
  }
}

interface Opened {
  database: LedgerDatabase;
  chain: Chain;
}

/** Whether its owner had stopped it before; and whether this did, and no other copying beside it or broken off before. */
async function stopForGood(
  { database, chain }: Opened,
  place: string,
): Promise<{ isStopped: boolean; isOurs: boolean }> {
  return database.write(async (trx) => {
    const doubt = await chain.doubt(trx);
    if (doubt !== null) throw doubt;
    await recoverAbandoned(trx, database.now());
    const underWay = await trx
      .selectFrom('entries')
      .select('id')
      .where('state', 'in', ['prepared', 'sent'])
      .limit(1)
      .executeTakeFirst();
    if (underWay !== undefined) throw stillUnderWay(underWay.id);
    const by = movedTo(place);
    const standing = await readStop(trx, chain.key);
    if (standing === null) await stop(trx, chain.key, by, database.now());
    return { isStopped: standing !== null && standing.by !== by, isOurs: standing === null };
  }, 'not_committed');
}

async function isThere(from: Opened, to: Opened): Promise<boolean> {
  const ledgerOf = ({ database }: Opened) => database.read(identityOf);
  // Of one that does not answer nobody knows.
  return ledgerOf(to).then(
    async (there) => there === (await ledgerOf(from)),
    () => true,
  );
}

async function identityOf(db: Db): Promise<string> {
  return (await db.selectFrom('identity').select('ledger').executeTakeFirstOrThrow()).ledger;
}

async function lift({ database, chain }: Opened): Promise<void> {
  await database.write((trx) => resume(trx, chain.key, 'not moved', database.now()), 'not_committed');
}

async function copyRows(
  from: Opened,
  to: Opened,
  { isStopped, onProgress }: { isStopped: boolean; onProgress: CopyOptions['onProgress'] },
): Promise<Pick<Copied, 'entries' | 'events'>> {
  return from.database.snapshot(async (source) => {
    const found = await verifyHistory(source, from.chain);
    if (found.length > 0) throw notIntact(found.map(({ what }) => what));
    const counts = await countRows(source);
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    await to.database.write(async (trx) => {
      await assertEmpty(trx, to.chain);
      await trx
        .updateTable('identity')
        .set({ ledger: await identityOf(source) })
        .execute();
      let done = 0;
      for (const table of TABLES) {
        for (let at = 0; at < counts[table]; at += BATCH) {
          const rows = await batchOf(source, table, at);
          await trx.insertInto(table).values(rows).execute();
          done += rows.length;
          onProgress?.({ done, total });
        }
      }
      // These events were not appended, but are there: what comes next continues them.
      isAlone(trx);
      if (JSON.stringify(await countRows(trx)) !== JSON.stringify(counts))
        throw new Error('fewer rows arrived than were read');
      if (!isStopped) await resume(trx, to.chain.key, 'moved here', to.database.now());
      const differing = await verifyHistory(trx, to.chain);
      if (differing.length > 0) throw notIntact(differing.map(({ what }) => what));
    }, 'unknown');
    return { entries: counts.entries, events: counts.events };
  });
}

async function countRows(db: Db): Promise<Record<(typeof TABLES)[number], number>> {
  const counts = { entries: 0, search_words: 0, suspensions: 0, jobs: 0, job_items: 0, turns: 0, events: 0 };
  for (const table of TABLES) {
    const { count } = await db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    counts[table] = Number(count);
  }
  return counts;
}

async function batchOf(db: Db, table: (typeof TABLES)[number], at: number) {
  let rows = db.selectFrom(table).selectAll().limit(BATCH).offset(at);
  for (const column of ORDER[table]) rows = rows.orderBy(column);
  return rows.execute();
}

async function assertEmpty(trx: Transaction<LedgerSchema>, chain: Chain): Promise<void> {
  const doubt = await chain.doubt(trx);
  if (doubt !== null) throw doubt;
  const counts = await countRows(trx);
  if (Object.values(counts).every((count) => count === 0)) return;
  throw new KamikitError(
    `There is a ledger in that database already, with ${counts.entries} entries and ${counts.events} events.`,
    {
      ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true },
      hint: 'Name another schema (?schema=NAME), or use the ledger that is there.',
    },
  );
}

function noLedger(path: string): KamikitError {
  return new KamikitError(`There is no ledger at ${path}. Nothing was copied.`, {
    ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true },
    hint: 'Only a ledger in a file is copied; one in a database moves with pg_dump and pg_restore.',
  });
}

function stillUnderWay(id: string): KamikitError {
  return new KamikitError(`Entry ${id} is still under way in another process. Nothing was copied.`, {
    ...{ code: 'duplicate_in_progress', outcome: 'not_committed', neverSent: true, retryable: true },
    hint: 'Close the programs that use this ledger, and try again.',
  });
}

function notIntact(found: readonly string[]): KamikitError {
  return new KamikitError(
    `The history of the ledger is not intact: ${found.slice(0, 3).join(' ')} Nothing was copied.`,
    {
      ...{ code: 'suspended', outcome: 'not_committed', neverSent: true },
      hint: 'See what `kamikit ledger verify` finds, and say `kamikit resume` once you take it as it is.',
    },
  );
}
