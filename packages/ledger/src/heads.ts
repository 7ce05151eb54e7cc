import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The last event of a ledger, as it was known outside of its file. */
export interface Head {
  /** Of the ledger's path. */
  place: string;
  /** The ledger's own, from its file. */
  ledger: string;
  seq: number;
  hash: string;
}

/**
 * What is remembered of ledgers outside of their files: an empty file for each, whose name is its head. Renaming it is
 * the only way forward: of several processes one succeeds, no crash leaves half of it, and nothing has to be synchronised.
 */
export interface Heads {
  /** Of the ledger at this path, where it is one. */
  place: string;
  all(): Head[];
  /** From a head, or from none, to the next. False: somebody else moved it meanwhile. */
  move(from: Head | null, to: Head): boolean;
  forget(heads: readonly Head[]): void;
}

/** The folder of the heads, beside the key. */
export const HEADS = 'ledger-heads';

const NAME = /^([0-9a-f]{16})\.([0-9a-f-]{36})\.(\d{1,15})\.([0-9a-f]{64})$/;

export function headsIn(folder: string, ledgerPath: string): Heads {
  const fileOf = ({ place, ledger, seq, hash }: Head) => join(folder, `${place}.${ledger}.${seq}.${hash}`);
  return {
    place: createHash('sha256').update(resolve(ledgerPath)).digest('hex').slice(0, 16),
    all() {
      return readdirSync(folder).flatMap((name) => {
        const [, place, ledger, seq, hash] = NAME.exec(name) ?? [];
        return place && ledger && hash ? [{ place, ledger, seq: Number(seq), hash }] : [];
      });
    },
    move(from, to) {
      try {
        if (from === null) closeSync(openSync(fileOf(to), 'w', 0o600));
        else renameSync(fileOf(from), fileOf(to));
        return true;
      } catch {
        return false;
      }
    },
    forget(heads) {
      for (const head of heads) rmSync(fileOf(head), { force: true });
    },
  };
}

/** The furthest of the heads. */
export function newest(heads: readonly Head[]): Head | undefined {
  return heads.toSorted((a, b) => b.seq - a.seq)[0];
}
