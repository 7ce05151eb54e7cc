// What a program can ask of a ledger before it loads all that opening one takes: a millisecond, and nothing is changed.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { keyIn } from './chain-key.ts';
import { judge, remembered, type Seen, vanished } from './doubt.ts';
import { HEADS, type Head, headsIn } from './heads.ts';
import type { Integrity } from './integrity.ts';
import type { EventRow } from './schema.ts';
import { openNodeSqlite } from './sqlite/node-sqlite.ts';

/**
 * Whether the ledger at this path has vanished, gone back in time or been replaced, in words for its owner; null where
 * nothing of that shows. What cannot be read is left for opening it to say.
 */
export function doubtAtStart(path: string, { folder }: Integrity): string | null {
  try {
    const heads = headsIn(join(folder, HEADS), path);
    const known = existsSync(join(folder, HEADS)) ? heads.all() : [];
    if (!existsSync(path)) {
      const { gone } = remembered(known, heads.place, { ledger: null, last: null });
      return gone === undefined ? null : vanished(path, gone.seq);
    }
    return doubtIn(path, keyIn(folder) ?? '', known, heads.place);
  } catch {
    return null;
  }
}

function doubtIn(path: string, key: string, known: readonly Head[], place: string): string | null {
  const db = openNodeSqlite(path, { readOnly: true });
  try {
    const seen: Seen = {
      last: first<EventRow>(db, 'select * from events order by seq desc limit 1'),
      ledger: first<{ ledger: string }>(db, 'select ledger from identity')?.ledger ?? null,
    };
    const head = remembered(known, place, seen);
    const at =
      head.own && first<{ hash: string }>(db, `select hash from events where seq = ${head.own.seq}`)?.hash;
    return judge(path, key, seen, head, at);
  } finally {
    db.close();
  }
}

function first<T extends object>(db: DatabaseSync, sql: string): T | null {
  // The columns are those of our own tables.
  return (db.prepare(sql).get() as T | undefined) ?? null;
}
