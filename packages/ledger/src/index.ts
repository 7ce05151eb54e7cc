export type { Budget } from './budget.ts';
export type { Charge } from './charge.ts';
export type { DayRange } from './days.ts';
export {
  ENTRY_STATES,
  type EntryState,
  type Goods,
  type ItemOfJob,
  type JsonObject,
  type LedgerEntry,
  type RecordedError,
  type SettledState,
  type Settlement,
  type Wish,
} from './entry.ts';
export type { ExecutedEntry } from './execute.ts';
export type { BoughtGood, Held } from './held.ts';
export type { Integrity } from './integrity.ts';
export {
  type Claim,
  type ClaimedItem,
  ITEM_STATES,
  type ItemFilter,
  type ItemOutcome,
  type ItemQuote,
  type ItemState,
  JOB_ACTIONS,
  JOB_STATES,
  type Job,
  type JobAction,
  type JobApproval,
  type JobItem,
  type JobItemPage,
  type JobState,
  LEFT_BY_HAND,
  type NewJob,
  type Priced,
  type QuotedItem,
  type RefusedItem,
  type Restocking,
} from './jobs/job.ts';
export type {
  DueEntry,
  EntryPage,
  Ledger,
  LedgerOptions,
  LedgerPlace,
  LedgerSettings,
  ListOptions,
} from './ledger.ts';
export { type LedgerLook, lookAtLedger } from './look.ts';
export type { Mandate, MandateTerms } from './mandates.ts';
export type { Mark } from './marks.ts';
export type { Notified, NotifiedOptions } from './notifications.ts';
export { openLedger } from './open-ledger.ts';
export { LONGEST_PAUSE_MS, pauseLeft } from './pause.ts';
export { type KnownPerson, type Person, ROLES, type Role } from './people.ts';
export type { PersonToday } from './people-today.ts';
export { readAddress as databaseAddress } from './postgres/address.ts';
export { type Copied, type CopyOptions, copyLedger } from './postgres/copy-ledger.ts';
export type { Finding, Reconciler } from './reconcile.ts';
export { entryError } from './recorded-error.ts';
export { makeFolder } from './sqlite/make-folder.ts';
export { assertCanKeep } from './sqlite/private-file.ts';
export {
  type SpendingSummary,
  type Spent,
  type SpentGroup,
  SUMMARY_GROUPS,
  type SummaryGroup,
  type SummaryOptions,
} from './summary.ts';
export type { Suspension } from './suspensions.ts';
export type { EntryEvent, Since } from './timeline.ts';
export type { Turns, TurnsTaken } from './turns.ts';
export type { Discrepancy } from './verify.ts';
