import { KamikitError } from '@kamikit/core';
import { assertAffordable, assertNotNegative, readBudget } from './budget.ts';
import type { LedgerEntry, Settlement, Wish } from './entry.ts';
import { toEntry } from './entry-row.ts';
import { answerFor, executeWish } from './execute.ts';
import type { Ledger, LedgerOptions } from './ledger.ts';
import { currentOwner, isAbandoned } from './owner.ts';
import { lookUpKey, prepareRow } from './prepare.ts';
import {
  claimDueRows,
  latestByKey,
  latestByReference,
  listRows,
  markRowSent,
  rowById,
  rowsAfter,
  settleRow,
  unknownId,
} from './queries.ts';
import { findingToSettlement, isOpen } from './reconcile.ts';
import { isUnderWay, recoverAbandoned } from './recover.ts';
import type { EntryRow } from './schema.ts';
import { type LedgerDatabase, openSqlite } from './sqlite/open-sqlite.ts';

// Longer than any request may take; a process that is gone is noticed by its pid long before.
const LEASE_MS = 5 * 60_000;
const BUSY_TIMEOUT_MS = 10_000;
// Each may hold 4 MB, of goods and of an answer that nobody understood.
const EXPORT_BATCH = 10;

/**
 * Opens the ledger and recovers what was left behind.
 * @throws {KamikitError} `config_invalid`, naming the file and what to do.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { path, dailyBudget, maxOrderTotal, busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  assertNotNegative(dailyBudget, 'dailyBudget');
  assertNotNegative(maxOrderTotal, 'maxOrderTotal');
  assertDuration(options.leaseMs, 'leaseMs');
  assertDuration(busyTimeoutMs, 'busyTimeoutMs');
  const ledger = createLedger(await openSqlite(path, busyTimeoutMs), options);
  try {
    await ledger.recover();
    return ledger;
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

function createLedger(database: LedgerDatabase, options: Omit<LedgerOptions, 'path'>): Ledger {
  const { dailyBudget, maxOrderTotal, now = Date.now, leaseMs = LEASE_MS } = options;
  const limits = { dailyBudget, maxOrderTotal };

  const steps = {
    async prepare(wish: Wish) {
      const { row, existing } = await database.write(
        (trx) => prepareRow(trx, wish, { limits, leaseMs, nowMs: now() }),
        'not_committed',
      );
      return { entry: toEntry(row), existing };
    },
    async markSent(id: string) {
      const row = await database.write(
        (trx) => markRowSent(trx, id, currentOwner().owner_token, { leaseMs, nowMs: now() }),
        'not_committed',
      );
      if (!row) throw notOursToSend(id);
      return toEntry(row);
    },
    async settle(id: string, settlement: Settlement) {
      return toEntry(await database.write((trx) => settleRow(trx, id, settlement, now()), 'unknown'));
    },
  };

  async function recover(): Promise<void> {
    await database.write((trx) => recoverAbandoned(trx, now()), 'not_committed');
  }

  async function get(id: string): Promise<LedgerEntry | null> {
    return entryOrNull(await database.read((db) => rowById(db, id)));
  }

  const budget = () => database.read((db) => readBudget(db, limits, now()));

  return {
    ...steps,
    recover,
    get,
    execute: (wish, send) => executeWish(steps, wish, send),
    async replay(wish) {
      const look = async () => (await database.read((db) => lookUpKey(db, wish))).used;
      let used = await look();
      if (used && isUnderWay(used) && isAbandoned(used, now())) {
        await recover();
        used = await look();
      }
      return used && answerFor(toEntry(used));
    },
    async reconcile(id, reconciler) {
      await recover();
      const entry = await get(id);
      if (!entry) throw unknownId(id);
      if (!isOpen(entry)) return entry;
      return steps.settle(id, findingToSettlement(entry, await reconciler(entry)));
    },
    async claimDue({ limit, evenIfNotDue = false }) {
      await recover();
      const rows = await database.write(
        (trx) => claimDueRows(trx, now(), evenIfNotDue ? Number.MAX_SAFE_INTEGER : now(), limit),
        'not_committed',
      );
      return rows.map(toEntry);
    },
    async find(kind, key) {
      return entryOrNull(await database.read((db) => latestByKey(db, kind, key)));
    },
    async findByReference(kind, reference) {
      return entryOrNull(await database.read((db) => latestByReference(db, kind, reference)));
    },
    async list({ page = 1, perPage = 20, ...filter } = {}) {
      const { rows, total } = await database.read((db) => listRows(db, filter, page, perPage));
      return { entries: rows.map(toEntry), total, page, per_page: perPage };
    },
    async *entries() {
      let last: EntryRow | undefined;
      do {
        const batch = await database.read((db) => rowsAfter(db, last, EXPORT_BATCH));
        yield* batch.map(toEntry);
        last = batch.at(-1);
      } while (last);
    },
    budget,
    async assertWithinBudget(amount) {
      const now = await budget();
      assertAffordable(amount, now);
      return now;
    },
    close: () => database.close(),
  };
}

function entryOrNull(row: EntryRow | undefined): LedgerEntry | null {
  return row ? toEntry(row) : null;
}

function notOursToSend(id: string): KamikitError {
  return new KamikitError(
    `Entry ${id} was not sent: it is not prepared, or it was held for too long and given up.`,
    {
      code: 'timeout',
      outcome: 'not_committed',
      neverSent: true,
      retryable: true,
      hint: 'Try again with the same idempotency key.',
    },
  );
}

function assertDuration(ms: number | undefined, name: string): void {
  if (ms !== undefined && !(Number.isFinite(ms) && ms >= 0)) {
    throw new TypeError(`${name} must be a non-negative number of milliseconds, not ${ms}`);
  }
}
