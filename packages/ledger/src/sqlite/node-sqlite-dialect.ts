import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

class ImmediateDriver extends SqliteDriver {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    // The same few texts come again with every entry; SQLite itself prepares them anew when the schema has changed.
    const prepared = new Map<string, ReturnType<typeof prepare>>();
    super({
      database: {
        close: () => db.close(),
        prepare(sql) {
          const statement = prepared.get(sql) ?? prepare(db, sql);
          prepared.set(sql, statement);
          return statement;
        },
      },
    });
    this.#db = db;
  }

  // Deferred, two processes could both read, and the one that then writes would fail instead of waiting its turn.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  // A full disk makes SQLite roll back by itself; a second rollback would hide the reason.
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#db.isTransaction) await super.rollbackTransaction(connection);
  }
}

function prepare(db: DatabaseSync, sql: string) {
  const statement = db.prepare(sql);
  // Kysely hands on what the table types allow: text, numbers and null.
  const bindable = (values: readonly unknown[]) => values as readonly SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (values: readonly unknown[]) => statement.all(...bindable(values)),
    run: (values: readonly unknown[]) => statement.run(...bindable(values)),
    iterate: (values: readonly unknown[]) => statement.iterate(...bindable(values)),
  };
}

/** Kysely on an open `node:sqlite` database; transactions begin immediate. */
export function nodeSqliteDialect(db: DatabaseSync): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new ImmediateDriver(db),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}
