import { resolve } from 'node:path';
import { assertCount, assertNotNegative } from './budget.ts';
import { openChain } from './chain.ts';
import { createLedger } from './create-ledger.ts';
import type { Ledger, LedgerOptions, LedgerPlace, LedgerSettings } from './ledger.ts';
import { parseDatabaseUrl } from './postgres/database-url.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';

const BUSY_TIMEOUT_MS = 10_000;

/**
 * Opens the ledger and recovers what was left behind.
 * @throws {KamikitError} `config_invalid`, naming the file and what to do.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { dailyBudget, maxOrderTotal, busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  assertNotNegative(dailyBudget, 'dailyBudget');
  assertNotNegative(maxOrderTotal, 'maxOrderTotal');
  assertCount(options.dailyCards, 'dailyCards');
  assertDuration(options.leaseMs, 'leaseMs');
  assertDuration(busyTimeoutMs, 'busyTimeoutMs');
  const { chain, database } = await openDatabase(options, busyTimeoutMs);
  const ledger = createLedger(database, chain, options);
  try {
    await ledger.recover();
    return ledger;
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

export async function openDatabase(
  { integrity, ...place }: LedgerPlace & LedgerSettings,
  busyTimeoutMs: number,
) {
  if (place.databaseUrl === undefined) {
    const chain = openChain(integrity, resolve(place.path));
    return { chain, database: await openSqlite(place.path, busyTimeoutMs, chain) };
  }
  // Loaded by those alone who have a server.
  const { openPostgres } = await import('./postgres/open-postgres.ts');
  const chain = openChain(integrity, parseDatabaseUrl(place.databaseUrl).place);
  return { chain, database: await openPostgres(place.databaseUrl, busyTimeoutMs, chain) };
}

function assertDuration(ms: number | undefined, name: string): void {
  if (ms !== undefined && !(Number.isFinite(ms) && ms >= 0)) {
    throw new TypeError(`${name} must be a non-negative number of milliseconds, not ${ms}`);
  }
}
