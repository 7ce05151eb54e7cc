import type { DatabaseSync, DatabaseSyncOptions } from 'node:sqlite';
import { KamikitError } from '@kamikit/core/base';

/**
 * Node's own SQLite, loaded on first use. While it loads, and only then, warnings are held back: Node 22 prints
 * "SQLite is an experimental feature", and nothing else runs meanwhile.
 */
export function openNodeSqlite(path: string | URL, options: DatabaseSyncOptions = {}): DatabaseSync {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  let sqlite: typeof import('node:sqlite') | undefined;
  try {
    sqlite = process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
  if (sqlite) return new sqlite.DatabaseSync(path, options);
  throw new KamikitError(`This Node (${process.version}) has no SQLite.`, {
    code: 'config_invalid',
    outcome: 'not_committed',
    hint: 'Use Node 22.19 or newer, without --no-experimental-sqlite.',
  });
}
