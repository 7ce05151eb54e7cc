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
 * Group commit: what comes while this program writes, or waits for others who do, is written in one transaction. However many
 * they are, they wait for the lock once, and once for the disk. Where one of them fails, nothing of it happened, and each is done
 * by itself.
 */
export function groupCommit(transact: Transact): Transact {
  const waiting: Waiting[] = [];
  let isWriting = false;

  async function write(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) await commit();
    isWriting = false;
  }

  /** Does not reject. */
  async function commit(): Promise<void> {
    const group: Waiting[] = [];
    const join = () => void group.push(...waiting.splice(0, MOST_OF_A_GROUP - group.length));
    join();
    try {
      const done = await transact((trx) => {
        // Whoever came while it waited for its turn.
        join();
        return runAll(group, trx);
      });
      for (const each of done) each();
    } catch (error) {
      const isOfOne = error instanceof Refused || (error instanceof RolledBack && !isPassing(error));
      if (isOfOne && group.length > 1) await Promise.all(group.map((each) => each.alone()));
      else for (const each of group) each.failed(error instanceof Refused ? error.cause : error);
    }
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
