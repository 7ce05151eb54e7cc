import { resolve } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { doubtAtStart, doubtWhereNothingIs } from './at-start.ts';
import { openChain } from './chain.ts';
import type { Integrity } from './integrity.ts';
import type { LedgerPlace } from './ledger.ts';
import { migrations } from './migrations/in-order.ts';
import type { LedgerSchema } from './schema.ts';
import { assertKnown } from './schema-version.ts';
import { kyselyOn, readAsOne, schemaVersion } from './sqlite/open-sqlite.ts';
import { openToRead } from './sqlite/open-to-read.ts';
import { assertOwn, isOpenToOthers } from './sqlite/private-file.ts';
import { storageError } from './sqlite/storage-error.ts';
import { readStop } from './stop.ts';
import { readSuspensions, type Suspension } from './suspensions.ts';
import { type Discrepancy, verifyHistory } from './verify.ts';

/** What a ledger holds, and what speaks against it. */
export interface LedgerLook {
  /**
   * What its events do not account for. Of an older version's only that it has vanished, gone back in time or been replaced: its
   * events are signed as it is brought up to date.
   */
  found: readonly Discrepancy[];
  suspensions: readonly Suspension[];
  entries: number;
  /** Of these, how many have an unknown outcome. */
  unknown: number;
  /** Whose tables it has: the next program that opens it makes them where there are none, and changes those of an older version. */
  version: 'none' | 'older' | 'current';
  /** Other users can read the file: the next program that opens it takes that from them. */
  isOpenToOthers: boolean;
}

/**
 * Looks at a ledger and changes nothing: neither its tables nor a mode, and no file is made. Nothing is recovered.
 * @throws {KamikitError} `config_invalid`, naming the file and what to do.
 */
export function lookAtLedger({
  integrity,
  ...place
}: LedgerPlace & { integrity: Integrity }): Promise<LedgerLook> {
  return place.databaseUrl === undefined
    ? lookAtFile(place.path, integrity)
    : lookAtDatabase(place.databaseUrl, integrity);
}

async function lookAtFile(path: string, integrity: Integrity): Promise<LedgerLook> {
  assertOwn(path, 'ledger');
  const file = { isOpenToOthers: isOpenToOthers(path) };
  try {
    const db = kyselyOn(openToRead(path));
    try {
      const looking = async (trx: Kysely<LedgerSchema>) =>
        look(trx, { place: resolve(path), version: await schemaVersion(trx), integrity }, () =>
          doubtAtStart(path, integrity),
        );
      return { ...(await readAsOne(db, looking)), ...file };
    } finally {
      await db.destroy();
    }
  } catch (error) {
    throw storageError(path, error, 'not_committed');
  }
}

async function lookAtDatabase(databaseUrl: string, integrity: Integrity): Promise<LedgerLook> {
  const { readPostgres } = await import('./postgres/read-postgres.ts');
  const looking = (db: Kysely<LedgerSchema>, place: string, version: number) =>
    look(db, { place, version, integrity }, () =>
      version === 0 ? doubtWhereNothingIs(place, integrity) : null,
    );
  return { ...(await readPostgres(databaseUrl, looking)), isOpenToOthers: false };
}

interface Looking {
  place: string;
  version: number;
  integrity: Integrity;
}

async function look(
  db: Kysely<LedgerSchema>,
  { place, version, integrity }: Looking,
  /** Of an older version's. */
  doubtOf: () => string | null,
) {
  assertKnown(version, place, 'not_committed');
  const isOlder = version < migrations.length;
  const doubt = isOlder ? doubtOf() : null;
  const asOlder = { suspensions: [], found: doubt === null ? [] : [{ entryId: null, what: doubt }] };
  if (version === 0) return { ...asOlder, version: 'none' as const, entries: 0, unknown: 0 };
  const { entries, unknown } = await db
    .selectFrom('entries')
    .select(({ fn }) => fn.countAll<number>().as('entries'))
    .select(sql<number>`coalesce(sum(case when state = 'unknown' then 1 else 0 end), 0)`.as('unknown'))
    .executeTakeFirstOrThrow();
  if (isOlder) return { ...asOlder, version: 'older' as const, entries, unknown };
  const chain = openChain(integrity, place, { changesNothing: true });
  const found = await verifyHistory(db, chain);
  const stopped = await readStop(db, chain.key);
  const suspensions = [...(stopped === null ? [] : [stopped]), ...(await readSuspensions(db))];
  return { version: 'current' as const, entries, unknown, found, suspensions };
}
