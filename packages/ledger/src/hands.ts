import type { Chain } from './chain.ts';
import type { LedgerDatabase } from './database.ts';
import { actAs } from './events.ts';
import type { LedgerSettings } from './ledger.ts';
import { assertOwner, type Person } from './people.ts';

// Longer than any request may take; a process that is gone is noticed by its pid long before.
const LEASE_MS = 5 * 60_000;

/** An open ledger in somebody's hands: what all of its methods work with. */
export type Hands = ReturnType<typeof handsOf>;

export function handsOf(
  database: LedgerDatabase,
  chain: Chain,
  options: LedgerSettings,
  /** Null: whoever uses this machine. */
  person: Person | null,
) {
  const { dailyBudget, maxOrderTotal, dailyCards, leaseMs = LEASE_MS } = options;
  const limits = { dailyBudget, maxOrderTotal, dailyCards };
  const clock = options.now ?? database.now;
  const now = () => Math.round(clock());
  const { key } = chain;

  const write: LedgerDatabase['write'] = (work, outcome, options) =>
    database.write(
      (trx) => {
        actAs(trx, person?.name ?? null);
        return work(trx);
      },
      outcome,
      options,
    );

  /** What changes for everybody. */
  const writeAsOwner: LedgerDatabase['write'] = (work, outcome) =>
    write(async (trx) => {
      if (person !== null) await assertOwner(trx, key, person);
      return work(trx);
    }, outcome);

  return { database, chain, key, person, limits, leaseMs, now, write, writeAsOwner };
}
