import type { Outcome } from '@kamikit/core';
import type { Kysely, Transaction } from 'kysely';
import type { Standing } from './last-event.ts';
import type { EventRow, LedgerSchema } from './schema.ts';

/** Where the entries are stored. Failures become `config_invalid`, naming the place, with the given outcome. */
export interface LedgerDatabase {
  /** Epoch milliseconds, by the one clock that all who share the ledger go by. */
  now(): number;
  read<T>(query: (db: Kysely<LedgerSchema>) => Promise<T>): Promise<T>;
  /** Reads it all as it stands at one moment; nobody who writes meanwhile waits for that. */
  snapshot<T>(query: (db: Kysely<LedgerSchema>) => Promise<T>): Promise<T>;
  /** @throws {KamikitError} `config_invalid` once a newer version has brought the tables up to date: nothing is written from then on. */
  assertVersion(): Promise<void>;
  /**
   * Runs the work as one transaction that no other process can interrupt; durable once it resolves. The work may run more
   * than once, and only what its last run wrote is there.
   */
  write<T>(
    work: (trx: Transaction<LedgerSchema>) => Promise<T>,
    outcome: Outcome,
    options?: WriteOptions,
  ): Promise<T>;
  close(): Promise<void>;
}

export interface WriteOptions {
  /**
   * A power cut may forget it until something else is written durably; a process that is killed forgets nothing. Not for what
   * appends an event: that is remembered outside, too. Nobody is bound to make use of it.
   */
  mayBeForgotten?: boolean;
  /**
   * May be part of one transaction with others that wait as well, in their order: nothing that it does concerns the whole
   * transaction. What it throws undoes it alone. Nobody is bound to make use of it.
   */
  mayShare?: boolean;
}

/** What goes with every transaction that writes. */
export interface Attendant {
  /** Called before its work, and again when it is tried again; with what was seen as it began, where anything was. */
  begun(trx: Transaction<LedgerSchema>, seen?: Standing): Attendance;
}

export interface Attendance {
  /** The last event that was appended so far; null for none. */
  last(): EventRow | null;
  /** Once the transaction is durable; does not throw. */
  durable(db: Kysely<LedgerSchema>): Promise<void>;
}

/** A commit was asked for, and no answer came: it may have happened. The cause of the error where nobody could tell. */
export class UnansweredCommit extends Error {
  override name = 'UnansweredCommit';
  /** Of the server's process that was asked. */
  readonly pid: number;

  constructor(pid: number, cause: unknown) {
    super('no answer came to a commit', { cause });
    this.pid = pid;
  }
}
