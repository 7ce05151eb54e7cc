import { copyFileSync, existsSync, rmSync, statSync, truncateSync } from 'node:fs';
import type { Choices } from '../seeded.ts';
import { type Database, type DiskFault, type DiskWatch, sqliteError } from './disk.ts';
import type { Actor, Process } from './machine.ts';

export interface PlannedFault {
  fault: DiskFault;
  /** How many statements that write come before. */
  after: number;
}

interface Parts {
  path: string;
  choices: Choices;
  onFault(): void;
  /** Whose connection it is, among those that run. */
  opened(database: Database, process: Process): void;
  /** Ends everybody, and leaves the files as they were copied. */
  cutPower(restore: () => void): void;
}

const WRITES = /^\s*(insert|update|delete|create|alter|drop)/i;

/** Makes the statements of a schedule fail as it plans. */
export class DiskFaults implements DiskWatch {
  readonly planned: PlannedFault[] = [];
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  opened(database: Database, { process }: Actor): void {
    this.#parts.opened(database, process);
  }

  beforeStatement(sql: string, database: Database, { process }: Actor): (() => void) | undefined {
    if (process.isDead) throw sqliteError('io');
    const isCommit = /^\s*commit/i.test(sql);
    if (!isCommit && !WRITES.test(sql)) return undefined;
    const fault = this.#due(isCommit);
    return fault === null ? undefined : this.#strike(fault, database);
  }

  #due(isCommit: boolean): DiskFault | null {
    for (const planned of this.planned) planned.after -= 1;
    const at = this.planned.findIndex(
      ({ fault, after }) => after <= 0 && (fault === 'full' || fault === 'io' ? !isCommit : isCommit),
    );
    const [due] = at < 0 ? [] : this.planned.splice(at, 1);
    if (due) this.#parts.onFault();
    return due?.fault ?? null;
  }

  #strike(fault: DiskFault, database: Database): () => void {
    const { path, choices } = this.#parts;
    switch (fault) {
      case 'full':
      case 'io':
        // SQLite rolls back by itself, or leaves that to its caller (sqlite.org/lang_transaction.html, automatic rollbacks).
        if (database.isTransaction && choices.happens(0.5)) database.exec('rollback');
        throw sqliteError(fault);
      case 'commit_lost':
        if (database.isTransaction) database.exec('rollback');
        throw sqliteError('io');
      case 'commit_kept':
        return () => {
          throw sqliteError('io');
        };
      case 'torn': {
        const before = sizeOf(`${path}-wal`);
        return () => {
          const written = sizeOf(`${path}-wal`) - before;
          const kept = keepFiles(path);
          // Nothing of it was acknowledged: what was written may be there up to whichever byte.
          if (written > 0) truncateSync(`${path}-wal.kept`, before + choices.between(0, written - 1));
          this.#parts.cutPower(kept);
          throw sqliteError('io');
        };
      }
    }
  }
}

/** Copies a database as it is on the disk now; what is returned puts it back, once nobody has it open. */
export function keepFiles(path: string): () => void {
  const files = [path, `${path}-wal`];
  for (const file of files) {
    rmSync(`${file}.kept`, { force: true });
    if (existsSync(file)) copyFileSync(file, `${file}.kept`);
  }
  return () => {
    rmSync(`${path}-shm`, { force: true });
    for (const file of files) {
      rmSync(file, { force: true });
      if (existsSync(`${file}.kept`)) copyFileSync(`${file}.kept`, file);
    }
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
