import type { Transaction } from 'kysely';
import type { LedgerSchema } from '../schema.ts';
import { isPassing, RolledBack } from './failure.ts';

type Trx = Transaction<LedgerSchema>;

/** Does the work as one transaction, which is durable once it resolves. */
type Transact = <T>(work: (trx: Trx) => Promise<T>) => Promise<T>;

/** What waits to be written. */
interface Waiting {
  /** Gives what to call once it is durable. */
  run(trx: Trx): Promise<() => void>;
  /** In a transaction of its own. */
  alone(): Promise<void>;
  failed(error: unknown): void;
}

/** One of several works failed by itself, and so the transaction of all of them did. */
class Refused extends Error {
  override name = 'Refused';
}

// Nobody else writes to the ledger meanwhile.
const MOST_OF_A_GROUP = 16;

/**
 * Group commit: what comes while this program writes waits for that, and is then written in one transaction. However many they
 * are, they wait for the lock once, and once for the disk. Where one of them fails, nothing of it happened, and each is done by
 * itself.
 */
export function groupCommit(transact: Transact): Transact {
  const waiting: Waiting[] = [];
  let isWriting = false;

  async function write(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) await commit(waiting.splice(0, MOST_OF_A_GROUP), transact);
    isWriting = false;
  }

  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push({
        async run(trx) {
          const result = await work(trx);
          return () => resolve(result);
        },
        alone: () => transact(work).then(resolve, reject),
        failed: reject,
      });
      if (!isWriting) void write();
    });
}

/** Does not reject. */
async function commit(group: readonly Waiting[], transact: Transact): Promise<void> {
  if (group.length === 1) return group[0]?.alone();
  try {
    for (const done of await transact((trx) => runAll(group, trx))) done();
  } catch (error) {
    if (error instanceof Refused || (error instanceof RolledBack && !isPassing(error)))
      await Promise.all(group.map((each) => each.alone()));
    else for (const each of group) each.failed(error);
  }
}

async function runAll(group: readonly Waiting[], trx: Trx): Promise<Array<() => void>> {
  const done: Array<() => void> = [];
  for (const each of group) {
    try {
      done.push(await each.run(trx));
    } catch (error) {
      // Of a connection that was lost: all of it is tried again together.
      throw isPassing(error) ? error : new Refused('', { cause: error });
    }
  }
  return done;
}
