// What a program can ask of a ledger before it loads all that opening one takes: a millisecond, nothing is changed, and
// neither Kysely nor node:crypto (5 ms, 3 MB) is needed.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { judge, notOurs, remembered, type Seen, vanished } from './doubt.ts';
import { HEADS, type Head, type Heads, headsIn } from './heads.ts';
import { type Integrity, KEY_FILE } from './integrity.ts';
import { openToRead } from './sqlite/open-to-read.ts';

export { type DatabaseUrl, parseDatabaseUrl } from './postgres/database-url.ts';

/**
 * Whether the ledger at this path has vanished, gone back in time or been replaced, or has lost its key, in words for its
 * owner; null where nothing of that shows. Signatures are not checked, and what cannot be read is left for opening it to say.
 */
export function doubtAtStart(path: string, { folder }: Integrity): string | null {
  try {
    const heads = headsIn(join(folder, HEADS), resolve(path));
    const known = existsSync(join(folder, HEADS)) ? heads.all() : [];
    if (!existsSync(path)) return nothingLeft(path, known, heads);
    return doubtIn(path, known, heads) ?? (existsSync(join(folder, KEY_FILE)) ? null : keyless(path));
  } catch {
    return null;
  }
}

/** The same of a database in which there is no ledger. */
export function doubtWhereNothingIs(place: string, { folder }: Integrity): string | null {
  if (!existsSync(join(folder, HEADS))) return null;
  const heads = headsIn(join(folder, HEADS), place);
  return nothingLeft(place, heads.all(), heads);
}

function nothingLeft(place: string, known: readonly Head[], heads: Heads): string | null {
  const { gone } = remembered(known, heads, { ledger: null });
  return gone === undefined ? null : vanished(place, gone.seq);
}

function keyless(path: string): string | null {
  return reading(path, (db) => lastOf(db) === null) ? null : notOurs(path);
}

function doubtIn(path: string, known: readonly Head[], heads: Heads): string | null {
  return reading(path, (db) => {
    const ledger = holds(db, 'identity')
      ? first<{ ledger: string }>(db, 'select ledger from identity')
      : null;
    const seen: Seen = { last: lastOf(db), ledger: ledger?.ledger ?? null };
    const head = remembered(known, heads, seen);
    const at = head.own && first<{ hash: string }>(db, `select hash from events where seq = ${head.own.seq}`);
    return judge(path, seen, head, at?.hash);
  });
}

function lastOf(db: DatabaseSync): Seen['last'] {
  if (!holds(db, 'events')) return null;
  return first(db, 'select * from events order by seq desc limit 1');
}

/** A process that was killed may have begun the file, and made no table in it. */
function holds(db: DatabaseSync, table: 'identity' | 'events'): boolean {
  return first(db, `select 1 from sqlite_schema where type = 'table' and name = '${table}'`) !== null;
}

function reading<T>(path: string, read: (db: DatabaseSync) => T): T {
  const db = openToRead(path);
  try {
    return read(db);
  } finally {
    db.close();
  }
}

function first<T extends object>(db: DatabaseSync, sql: string): T | null {
  // The columns are those of our own tables.
  return (db.prepare(sql).get() as T | undefined) ?? null;
}
