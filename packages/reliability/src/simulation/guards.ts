import type { Guard } from '../guards/guard.ts';
import { guards } from '../guards/guards.ts';

// Here the file stays where it is, which real processes' schedules take away; and what may be repeated was never done, so that
// sending it again does no harm.
const NOT_MISSED_HERE = [
  'what changes something is sent once',
  'a file that was taken away is not written to',
  'a ledger that has vanished is not begun anew',
];

/** All that the simulation has to miss: what every run has to, and what shows when owners, upstreams and hosts fail together. */
export const simulationGuards: readonly Guard[] = [
  ...guards.filter(({ name }) => !NOT_MISSED_HERE.includes(name)),
  {
    name: 'what may have been sent is not told as never sent',
    invariant: 'charges are what the ledger counts',
    file: 'core/src/transport.ts',
    piece: 'if (isNeverSent(error)) {',
    instead: 'if (isNeverSent(error) || effect !== "read") {',
  },
  {
    name: 'nothing is taken for not done before its time',
    invariant: 'charges are what the ledger counts',
    file: 'spending/src/reconcile.ts',
    piece: "if (finding.verdict !== 'not_committed' || msToWait <= 0) return finding;",
    instead: 'return finding;',
  },
  {
    name: 'a refusal that cost money stays open',
    invariant: 'callers are told the truth',
    file: 'spending/src/refused-yet-paid.ts',
    piece: 'if (shown === null || !isLost(shown.unexplained)) throw refusal;',
    instead: 'throw refusal;',
  },
  {
    name: 'what was charged counts',
    invariant: 'charges are what the ledger counts',
    file: 'ledger/src/charge.ts',
    piece: 'amount: larger(amount, most)',
    instead: 'amount',
  },
  {
    name: 'an answer about something else proves nothing',
    invariant: 'delivered cards are readable',
    file: 'core/src/storefront/purchase-async.ts',
    piece: 'contradicts: otherPurchase,',
    instead: '',
  },
  {
    name: 'a mandate covers what it has room for',
    invariant: 'budgets are kept',
    file: 'ledger/src/mandates.ts',
    piece:
      'return set.length > 0 && set.every(([limit, needed]) => limit !== null && compareMoney(needed, limit) <= 0);',
    instead: 'return true;',
  },
  {
    name: 'what no mandate covers awaits its owner',
    invariant: "the owner's word holds",
    file: 'ledger/src/prepare.ts',
    piece: '...(approval && needsWord && mandate === null && awaiting(approval, nowMs)),',
    instead: '',
  },
  {
    name: 'nothing is sent once the owner has stopped it',
    invariant: "the owner's word holds",
    file: 'ledger/src/stop.ts',
    piece: 'if (standing !== null) throw stoppedError(standing);',
    instead: '',
  },
  {
    name: 'nothing is sent with an account that took too much',
    invariant: "the owner's word holds",
    file: 'ledger/src/suspensions.ts',
    piece: 'if (suspension === undefined) return;',
    instead: 'if (suspension !== null) return;',
  },
  {
    name: 'every event continues the one before',
    invariant: 'the events account for the entries',
    file: 'ledger/src/events.ts',
    piece: "prev: before?.hash ?? '',",
    instead: "prev: '',",
  },
];
