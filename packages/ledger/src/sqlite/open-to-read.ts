import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { openNodeSqlite } from './node-sqlite.ts';

/**
 * Opens a file to be read, and leaves none beside it: SQLite makes `-wal` and `-shm` for a reader, too, and a reader cannot
 * remove them, unless it is told that nobody writes (sqlite.org/wal.html, 3 and 5). Nobody does while there is no `-wal`.
 */
export function openToRead(path: string): DatabaseSync {
  if (existsSync(`${path}-wal`)) return openNodeSqlite(path, { readOnly: true });
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  return openNodeSqlite(url, { readOnly: true });
}
