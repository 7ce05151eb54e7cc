import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { Pipeline } from '../statement.ts';
import { PostgresFailure, UnansweredCommit } from './failure.ts';

// PostgreSQL's text holds every character but this one, which upstreams and models may send all the same.
const NUL = /\0/g;

class Connection implements DatabaseConnection, Pipeline {
  readonly client: PoolClient;
  readonly #names: Map<string, string> | null;
  readonly #pid: number;
  /** In a transaction that only reads. */
  isReading = false;
  /** Set once the session is of no use any more. */
  lost: Error | null = null;

  constructor(client: PoolClient, names: Map<string, string> | null) {
    this.client = client;
    this.#names = names;
    // BackendKeyData of the protocol; not in the library's types.
    this.#pid = 'processID' in client ? Number(client.processID) : 0;
  }

  async executeAll(queries: readonly CompiledQuery[]): Promise<readonly QueryResult<unknown>[]> {
    return this.#inOneGo(() => queries.map((query) => this.executeQuery(query)));
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const values = parameters.map((value) =>
      typeof value === 'string' ? value.replace(NUL, '\uFFFD') : value,
    );
    const answer = await this.#ask({
      text: sql,
      values,
      ...(this.#names && { name: nameIn(this.#names, sql) }),
    });
    const { command, rowCount, rows } = answer;
    const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(command) && rowCount !== null;
    return { rows, ...(changes && { numAffectedRows: BigInt(rowCount) }) };
  }

  /** Sends all of it at once, and gives the rows of the last. */
  async begin(texts: readonly string[]): Promise<unknown[]> {
    try {
      const answers = await this.#inOneGo(() => texts.map((text) => this.#ask({ text })));
      return answers.at(-1)?.rows ?? [];
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  async commit(): Promise<void> {
    try {
      const { command } = await this.#ask({ text: 'commit' });
      // What failed on the way and was held for harmless makes it a rollback, which is said in passing.
      if (command !== 'COMMIT') throw new Error('the transaction had failed, and was rolled back');
    } catch (error) {
      if (this.lost !== null) throw new UnansweredCommit(this.#pid, error);
      throw error;
    }
  }

  async rollback(): Promise<void> {
    // A session that is over has rolled back by itself; a second failure would hide the first.
    if (this.lost === null) await this.#ask({ text: 'rollback' }).catch(() => {});
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new TypeError('the ledger reads in batches');
  }

  /** One packet to the server for all of them, which costs more than most queries do. */
  async #inOneGo<T>(send: () => readonly Promise<T>[]): Promise<T[]> {
    const { stream } = this.client.connection;
    stream.cork();
    let answers: readonly Promise<T>[];
    try {
      answers = send();
    } finally {
      stream.uncork();
    }
    return allOrFirstFailure(answers);
  }

  async #ask(query: { text: string; values?: unknown[]; name?: string }) {
    try {
      return await this.client.query(query);
    } catch (error) {
      const failure = new PostgresFailure(error);
      if (failure.isConnectionLost) this.lost = failure;
      throw failure;
    }
  }
}

/** Of queries that were sent at once: in a transaction, those after the first that failed fail because it did. */
async function allOrFirstFailure<T>(answers: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(answers);
  return settled.map((answer) => {
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value;
  });
}

/** The same few texts come again with every entry: the server parses and plans each of them once per session. */
function nameIn(names: Map<string, string>, sql: string): string {
  const name = names.get(sql) ?? `q${names.size}`;
  names.set(sql, name);
  return name;
}

class PostgresDriver implements Driver {
  readonly #pool: Pool;
  readonly #names: Map<string, string> | null;
  readonly #opening: Opening;

  constructor(pool: Pool, { keepsStatements = true, opening }: PostgresOptions) {
    this.#pool = pool;
    this.#names = keepsStatements ? new Map() : null;
    this.#opening = opening;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Connection> {
    try {
      return new Connection(await this.#pool.connect(), this.#names);
    } catch (error) {
      throw new PostgresFailure(error);
    }
  }

  async beginTransaction(connection: Connection, { accessMode }: TransactionSettings): Promise<void> {
    connection.isReading = accessMode === 'read only';
    if (connection.isReading) {
      // As it all stands at one moment.
      await connection.begin(['begin isolation level repeatable read read only']);
      return;
    }
    const { texts, opened } = this.#opening;
    opened(await connection.begin(['begin isolation level read committed read write', ...texts]));
  }

  commitTransaction(connection: Connection): Promise<void> {
    // What only read has nothing to commit, and no answer to that to wait for.
    return connection.isReading ? connection.rollback() : connection.commit();
  }

  rollbackTransaction(connection: Connection): Promise<void> {
    return connection.rollback();
  }

  async releaseConnection({ client, lost }: Connection): Promise<void> {
    client.release(lost ?? undefined);
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }
}

/** What every transaction that writes begins with. */
interface Opening {
  texts: readonly string[];
  /** Is given the rows of the last of them. */
  opened(rows: readonly unknown[]): void;
}

interface PostgresOptions {
  /** Whether the server keeps statements for the session, by default; they fit no tables that have changed. */
  keepsStatements?: boolean;
  opening: Opening;
}

/** Kysely on a pool of node-postgres. */
export function postgresDialect(pool: Pool, options: PostgresOptions): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new PostgresDriver(pool, options),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}
