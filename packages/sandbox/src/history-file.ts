import { closeSync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { SandboxRequest } from './request.ts';

/** A request that changed something, and what came of it. */
export interface PastRequest {
  n: number;
  /** Epoch milliseconds. */
  at: number;
  upstream: string;
  request: SandboxRequest;
  /** Of its answer: another one for the same request means that this sandbox is not the one that gave it. */
  digest: string;
}

/** The requests that changed something, in their order, and the seed with which it all began: on disk, for several processes. */
export interface HistoryFile {
  seed(): number;
  after(n: number): PastRequest[];
  /** Returns its number. */
  add(past: Omit<PastRequest, 'n'>): number;
  /** Forgets all requests and begins with another seed. Numbers go on, so that other processes notice. */
  startOver(seed: number): void;
  /** Runs the work while no other process can write; what it wrote is on disk afterwards, or not at all. */
  exclusively<T>(work: () => T): T;
  close(): void;
}

// Whoever writes takes a millisecond; only a process that was stopped right then takes longer.
const BUSY_TIMEOUT_MS = 5_000;

const SCHEMA = `
  create table if not exists beginning (seed integer not null);
  create table if not exists requests (
    n integer primary key autoincrement, at integer not null, upstream text not null, method text not null,
    path text not null, query text not null, headers text not null, body blob not null, digest text not null
  );
`;

/** Opens the file, or creates it with this seed. @throws {Error} of SQLite's when that cannot be done. */
export function openHistoryFile(path: string, seed: number): HistoryFile {
  makePrivate(path);
  const db = openSqlite(path);
  try {
    db.exec(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`);
    db.exec('begin immediate');
    db.exec(SCHEMA);
    db.prepare('insert into beginning select ? where not exists (select 1 from beginning)').run(seed);
    db.exec('commit');
  } catch (error) {
    db.close();
    throw error;
  }

  return {
    seed: () => Number(db.prepare('select seed from beginning').get()?.seed),
    after: (n) => db.prepare('select * from requests where n > ? order by n').all(n).map(readRow),
    add({ at, upstream, request, digest }) {
      const { method, path: below, query, headers, body } = request;
      const { lastInsertRowid } = db
        .prepare(
          'insert into requests (at, upstream, method, path, query, headers, body, digest) values (?, ?, ?, ?, ?, ?, ?, ?)',
        )
        .run(at, upstream, method, below, query.toString(), JSON.stringify(headers), body, digest);
      return Number(lastInsertRowid);
    },
    startOver(next) {
      db.exec('delete from requests');
      db.prepare('update beginning set seed = ?').run(next);
    },
    exclusively(work) {
      if (db.isTransaction) return work();
      db.exec('begin immediate');
      try {
        const result = work();
        db.exec('commit');
        return result;
      } finally {
        if (db.isTransaction) db.exec('rollback');
      }
    },
    close() {
      if (db.isOpen) db.close();
    },
  };
}

/** Requests hold keys, though only those of a sandbox. An existing file is not opened: closing it would drop SQLite's locks. */
function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

type Row = Record<string, unknown>;

function readRow({ n, at, upstream, method, path, query, headers, body, digest }: Row): PastRequest {
  const request: SandboxRequest = {
    ...{ method: String(method), path: String(path), query: new URLSearchParams(String(query)) },
    ...{ headers: JSON.parse(String(headers)), body: Buffer.from(body instanceof Uint8Array ? body : []) },
  };
  return { n: Number(n), at: Number(at), upstream: String(upstream), request, digest: String(digest) };
}

/** Loaded on first use; Node 22 calls it experimental, which is nobody's business here. */
function openSqlite(path: string): DatabaseSync {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    const sqlite = process.getBuiltinModule('node:sqlite');
    return new sqlite.DatabaseSync(path);
  } finally {
    process.emitWarning = emitWarning;
  }
}
