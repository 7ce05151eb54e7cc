export type { Budget } from './budget.ts';
export type { EntryState, JsonObject, LedgerEntry, SettledState, Settlement, Wish } from './entry.ts';
export type { ExecutedEntry } from './execute.ts';
export type { EntryPage, Ledger, LedgerOptions, ListOptions } from './ledger.ts';
export { openLedger } from './open-ledger.ts';
export type { Finding, Reconciler } from './reconcile.ts';
export { entryError, type RecordedError } from './recorded-error.ts';
