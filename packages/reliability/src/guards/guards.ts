import type { Guard } from './guard.ts';

/** One at least for each invariant: taken out, a run has to find it. */
export const guards: readonly Guard[] = [
  {
    name: 'what was sent by a process that is gone is unknown',
    invariant: 'at most one charge per key',
    file: 'ledger/src/recover.ts',
    piece: "if (state === 'sent') return { state: 'unknown', advice: unknownAdvice(kind) };",
    instead: "if (state === 'sent') return { state: 'refused', neverSent: true };",
  },
  {
    name: 'what changes something is sent once',
    invariant: 'charges are what the ledger counts',
    file: 'core/src/call.ts',
    piece: "return endpoint.effect === 'read' ? retryRead(",
    instead: 'return true ? retryRead(',
  },
  {
    name: 'what was delivered is kept with its entry',
    invariant: 'delivered cards are readable',
    file: 'ledger/src/transition.ts',
    piece: 'result: mergeResult(row.result, result, final),',
    instead: 'result: row.result,',
  },
  {
    name: 'a wish must be affordable',
    invariant: 'budgets are kept',
    file: 'ledger/src/prepare.ts',
    piece: 'assertAffordable(wish, budget);',
    instead: '',
  },
  {
    name: 'what was sent is recovered, too',
    invariant: 'no entry is stuck',
    file: 'ledger/src/recover.ts',
    piece: "const UNDER_WAY: readonly EntryState[] = ['prepared', 'sent'];",
    instead: "const UNDER_WAY: readonly EntryState[] = ['prepared'];",
  },
  {
    name: 'what sends ends, and others get their turn',
    invariant: 'every call is answered',
    file: 'spending/src/at-most-at-once.ts',
    piece: 'return ofPerson(() => limit(work));',
    instead: 'return limit(() => work().catch(() => new Promise<never>(() => {})));',
  },
  {
    name: 'who finds the file locked waits, and what the disk refuses has a code',
    invariant: 'every call is answered',
    file: 'ledger/src/sqlite/open-sqlite.ts',
    piece: 'if (!isBusy(error) || performance.now() >= deadline) throw storageError(path, error, outcome);',
    instead: 'throw error;',
  },
  {
    name: 'every settlement is an event',
    invariant: 'the events account for the entries',
    file: 'ledger/src/queries.ts',
    piece: "await changeOf(db, settlement.isNotified ? NOTIFIED : 'settled', row, stored),",
    instead: 'null,',
  },
  {
    name: 'a file that was taken away is not written to',
    invariant: 'charges are what the ledger counts',
    file: 'ledger/src/sqlite/same-file.ts',
    piece: 'if (!isSame() || !isSameLog()) throw moved(path, outcome);',
    instead: '',
  },
  {
    name: 'a ledger that has vanished is not begun anew',
    invariant: 'the events account for the entries',
    file: 'ledger/src/doubt.ts',
    piece: 'if (gone !== undefined) return vanished(path, gone.seq);',
    instead: '',
  },
];
