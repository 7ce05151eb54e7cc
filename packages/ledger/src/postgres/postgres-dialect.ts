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
import { UnansweredCommit } from '../database.ts';
import { notWritten, type Pipeline, type Ready } from '../statement.ts';
import { PostgresFailure, READ_ONLY, RolledBack } from './failure.ts';
import { DIVISION_BY_ZERO, type OneStatement, oneStatement, oneWrite } from './one-statement.ts';

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
  /** Set once it could only read, which another session may not. */
  isReadOnly = false;
  /** What the transaction wrote, and nobody has waited for. */
  #sent: Promise<unknown>[] = [];
  #isCorked = false;

  constructor(client: PoolClient, names: Map<string, string> | null) {
    this.client = client;
    this.#names = names;
    // BackendKeyData of the protocol; not in the library's types.
    this.#pid = 'processID' in client ? Number(client.processID) : 0;
  }

  async executeAll(queries: readonly Ready[]): Promise<readonly QueryResult<unknown>[]> {
    const together = queries.filter(({ isPlannedAnew }) => !isPlannedAnew);
    const all = together.length > 1 ? this.#run<Record<number, unknown[]>>(oneStatement(together)) : null;
    const apart = queries.map((query) => (all === null || query.isPlannedAnew ? this.#run(query) : null));
    // Where it failed, those after it failed because of that.
    const [one, ...others] = await allOrFirstFailure([all, ...apart]);
    return others.map((answer, at) => {
      const query = queries[at];
      const rows = answer?.rows ?? (query && one?.rows[0]?.[together.indexOf(query)]);
      // No rows would say that there is nothing.
      if (rows === undefined) throw new Error('the server left out an answer');
      return { rows };
    });
  }

  send(queries: readonly Ready[]): void {
    const sent = this.#answerTo(oneWrite(queries)).catch((error) => {
      throw error instanceof PostgresFailure && error.code === DIVISION_BY_ZERO ? notWritten() : error;
    });
    // Whatever comes next tells of it, be it the commit.
    sent.catch(() => {});
    this.#sent.push(sent);
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#run(query);
  }

  async #run<R>(query: OneStatement): Promise<QueryResult<R>> {
    try {
      return await this.#answerTo(query);
    } catch (error) {
      // What was sent before may have failed, and this because of it.
      await Promise.all(this.#sent);
      throw error;
    }
  }

  async #answerTo<R>({ sql, parameters }: OneStatement): Promise<QueryResult<R>> {
    const values = parameters.map((value) =>
      typeof value === 'string' ? value.replace(NUL, '\uFFFD') : value,
    );
    const { command, rowCount, rows } = await this.#ask({ text: sql, values, ...this.#named(sql) });
    const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(command) && rowCount !== null;
    return { rows, ...(changes && { numAffectedRows: BigInt(rowCount) }) };
  }

  async begin(text: string, look?: Look): Promise<void> {
    try {
      const begun = this.#ask({ text });
      const looked = look ? this.#ask({ text: look.text, ...this.#named(look.text) }) : null;
      const [, answer] = await allOrFirstFailure([begun, looked]);
      if (answer !== null) look?.seen(answer.rows);
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  async commit(): Promise<void> {
    try {
      const sent = this.#sent.splice(0);
      const [{ command }] = await allOrFirstFailure([this.#ask({ text: 'commit' }), ...sent]);
      // What failed on the way and was held for harmless makes it a rollback, which is said in passing.
      if (command !== 'COMMIT') throw new Error('the transaction had failed, and was rolled back');
    } catch (error) {
      throw this.lost === null ? new RolledBack(error) : new UnansweredCommit(this.#pid, error);
    }
  }

  async rollback(): Promise<void> {
    this.#sent = [];
    // A session that is over has rolled back by itself; a second failure would hide the first.
    if (this.lost === null) await this.#ask({ text: 'rollback' }).catch(() => {});
  }

  #named(sql: string): { name?: string } {
    return this.#names === null ? {} : { name: nameIn(this.#names, sql) };
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new TypeError('the ledger reads in batches');
  }

  async #ask(query: { text: string; values?: unknown[]; name?: string }) {
    this.#cork();
    try {
      return await this.client.query(query);
    } catch (error) {
      const failure = new PostgresFailure(error);
      if (failure.isConnectionLost) this.lost = failure;
      if (failure.code === READ_ONLY) this.isReadOnly = true;
      throw failure;
    }
  }

  /** What is asked in one go is one packet, which costs more than most queries do. */
  #cork(): void {
    if (this.#isCorked) return;
    this.#isCorked = true;
    const { stream } = this.client.connection;
    stream.cork();
    process.nextTick(() => {
      this.#isCorked = false;
      stream.uncork();
    });
  }
}

/** Of what was sent at once: what comes after the first that failed fails because it did. */
async function allOrFirstFailure<const T extends ReadonlyArray<Promise<unknown> | null>>(answers: T) {
  await Promise.allSettled(answers);
  return Promise.all(answers);
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
      await connection.begin('begin isolation level repeatable read read only');
      return;
    }
    const { lock, look } = this.#opening;
    // Neither read-only nor not: that is for the role and the database to say.
    const begin = ['begin isolation level read committed', ...(lock === undefined ? [] : [lock])];
    await connection.begin(begin.join('; '), look);
  }

  commitTransaction(connection: Connection): Promise<void> {
    // What only read has nothing to commit, and no answer to that to wait for.
    return connection.isReading ? connection.rollback() : connection.commit();
  }

  rollbackTransaction(connection: Connection): Promise<void> {
    return connection.rollback();
  }

  async releaseConnection({ client, lost, isReadOnly }: Connection): Promise<void> {
    client.release(lost ?? isReadOnly);
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }
}

/** What every transaction that writes begins with. */
interface Opening {
  /** Waited for before anything else. */
  lock?: string;
  look?: Look;
}

/** What is looked at then. */
interface Look {
  text: string;
  seen(rows: readonly unknown[]): void;
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
