import { type Actor, currentActor } from './machine.ts';

type Sqlite = typeof import('node:sqlite');

/**
 * What goes wrong with a disk. `full`: a write fails as SQLITE_FULL. `io`: a write fails as SQLITE_IOERR. `commit_lost` and
 * `commit_kept`: a commit fails, before and after it took effect. `torn`: the power goes while a commit is written.
 */
export const DISK_FAULTS = ['full', 'io', 'commit_lost', 'commit_kept', 'torn'] as const;

export type DiskFault = (typeof DISK_FAULTS)[number];

/** Asked before each statement of an owner that writes; what it throws is what the statement does. */
export interface DiskWatch {
  /** Returns what to do once the statement has run. */
  beforeStatement(sql: string, database: Database, actor: Actor): (() => void) | undefined;
  opened(database: Database, actor: Actor): void;
}

/** A database of node:sqlite. */
export type Database = InstanceType<Sqlite['DatabaseSync']>;

const { DatabaseSync: RealDatabase } = process.getBuiltinModule('node:sqlite');

/** Reads a ledger's file from outside: nothing is watched, and nothing fails. */
export function readFile<T>(path: string, read: (database: Database) => T): T {
  const database = new RealDatabase(path);
  try {
    return read(database);
  } finally {
    database.close();
  }
}

let watch: DiskWatch | null = null;

export function watchDisk(next: DiskWatch | null): void {
  watch = next;
}

const CODES = { full: [13, 'database or disk is full'], io: [10, 'disk I/O error'] } as const;

/** As `node:sqlite` throws it. */
export function sqliteError(kind: keyof typeof CODES): Error {
  const [errcode, message] = CODES[kind];
  return Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode, errstr: message });
}

/** Every database that is opened from now on can be watched, and its statements made to fail. */
export function openDisk(): void {
  const sqlite: Sqlite = process.getBuiltinModule('node:sqlite');
  class WatchedDatabase extends RealDatabase {
    constructor(...given: ConstructorParameters<typeof RealDatabase>) {
      super(...given);
      watch?.opened(this, currentActor());
    }

    override prepare(sql: string): ReturnType<Database['prepare']> {
      const statement = super.prepare(sql);
      const watched = <Run extends (...given: never[]) => unknown>(run: Run): Run =>
        new Proxy(run, {
          apply: (target, _, given) => {
            const after = watch?.beforeStatement(sql, this, currentActor());
            const result = Reflect.apply(target, statement, given);
            after?.();
            return result;
          },
        });
      statement.run = watched(statement.run);
      statement.all = watched(statement.all);
      return statement;
    }
  }
  Object.assign(sqlite, { DatabaseSync: WatchedDatabase });
}
