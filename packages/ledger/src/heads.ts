import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The last event of a ledger, as it was known outside of it. */
export interface Head {
  /** The ledger's own id, which it holds itself. */
  ledger: string;
  seq: number;
  hash: string;
}

/**
 * What is remembered of ledgers outside of them: for each a file that is named after its head and holds its place.
 * Renaming it is the only way forward: of several processes one succeeds, no crash leaves half of it, and nothing has to
 * be synchronised.
 */
export interface Heads {
  all(): Head[];
  /** Whether it is of a ledger in this place. */
  isHere(head: Head): boolean;
  /** The same of one that others may have moved since it was listed. */
  leadsHere(head: Head): boolean;
  /** From a head, or from none, to the next. False: somebody else moved it meanwhile. */
  move(from: Head | null, to: Head): boolean;
  forget(heads: readonly Head[]): void;
}

/** The folder of the heads, beside the key. */
export const HEADS = 'ledger-heads';

const NAME = /^([0-9a-f]{32})\.(\d{1,15})\.([0-9a-f]{64})$/;

/** @param place of the ledger: its file's absolute path, or its database's address. */
export function headsIn(folder: string, place: string): Heads {
  const fileOf = ({ ledger, seq, hash }: Head) => join(folder, `${ledger}.${seq}.${hash}`);
  const placeOf = (head: Head) => {
    try {
      return readFileSync(fileOf(head), 'utf8');
    } catch {
      return null;
    }
  };
  const all = () =>
    readdirSync(folder).flatMap((name) => {
      const [, ledger, seq, hash] = NAME.exec(name) ?? [];
      return ledger && hash ? [{ ledger, seq: Number(seq), hash }] : [];
    });
  return {
    all,
    isHere: (head) => placeOf(head) === place,
    leadsHere(listed) {
      let head: Head | undefined = listed;
      while (head) {
        const { ledger, seq } = head;
        const found = placeOf(head);
        if (found !== null) return found === place;
        head = newest(all().filter((each) => each.ledger === ledger && each.seq > seq));
      }
      return false;
    },
    move(from, to) {
      try {
        if (from === null) begin(fileOf(to), place);
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

/** Under another name until all of it is on the disk: a head without its place would let a ledger vanish unseen. */
function begin(file: string, place: string): void {
  const begun = `${file}.${process.pid}`;
  try {
    writeFileSync(begun, place, { mode: 0o600, flush: true });
    renameSync(begun, file);
  } catch (error) {
    rmSync(begun, { force: true });
    throw error;
  }
}

/** The furthest of the heads. */
export function newest(heads: readonly Head[]): Head | undefined {
  return heads.toSorted((a, b) => b.seq - a.seq)[0];
}
