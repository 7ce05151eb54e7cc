export type { Budget } from './budget.ts';
export type { Charge } from './charge.ts';
export {
  ENTRY_STATES,
  type EntryState,
  type Goods,
  type JsonObject,
  type LedgerEntry,
  type RecordedError,
  type SettledState,
  type Settlement,
  type Wish,
} from './entry.ts';
export type { ExecutedEntry } from './execute.ts';
export type { Integrity } from './integrity.ts';
export type { EntryPage, Ledger, LedgerOptions, ListOptions } from './ledger.ts';
export { openLedger } from './open-ledger.ts';
export type { Finding, Reconciler } from './reconcile.ts';
export { entryError } from './recorded-error.ts';
export type { Suspension } from './suspensions.ts';
export type { Discrepancy } from './verify.ts';
