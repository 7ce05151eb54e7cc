import type { LedgerEntry } from '@kamikit/ledger';
import type { SandboxState } from '@kamikit/sandbox';
import { deliveredBy } from '@kamikit/spending';
import type { Invariant } from '../guards/guard.ts';
import { overBudget } from './budgets.ts';
import type { Plan } from './plan.ts';
import type { MadeCall } from './play.ts';
import { type Tally, talliesOf } from './tallies.ts';
import type { Violation } from './violation.ts';

/** Both sides, once nothing happens any more. */
export interface Seen {
  state: SandboxState;
  entries: readonly LedgerEntry[];
  /** Codes by the names that deals have for them. */
  cards: ReadonlyMap<string, string>;
  /** Whether what was open could be looked into; not where the ledger's file was lost. */
  isSettled: boolean;
}

/** Everything that should never be, of what is seen on both sides and was told to callers. */
export function violationsIn(seen: Seen, plan: Plan, calls: readonly MadeCall[]): Violation[] {
  const tallies = talliesOf(seen, calls);
  return [
    ...tallies.flatMap(countedViolations),
    ...tallies.flatMap((tally) => honestyViolations(tally, calls)),
    ...referenceViolations(seen),
    ...(seen.isSettled ? unreadable(seen, calls) : []),
    ...overBudget(tallies, mayCount, plan).flatMap((what) => violated('budgets are kept', true, what)),
    ...(seen.isSettled ? stuckEntries(seen.entries) : []),
    ...calls.flatMap(answerViolations),
  ];
}

/** What the ledger holds as done was done, and what was done it holds as done or unknown; once per key at most. */
function countedViolations({ name, happened, keys, entries }: Tally): Violation[] {
  const done = entries.filter(isDone).length;
  const open = entries.filter(({ state }) => state === 'unknown' || state === 'sent').length;
  const told = `${name}: ${happened.length} at the upstream, in the ledger ${states(entries)}`;
  return [
    ...violated(
      'charges are what the ledger counts',
      happened.length < done || happened.length > done + open,
      told,
    ),
    ...violated(
      'at most one charge per key',
      happened.length > keys.size,
      `${told}, keys ${[...keys].join()}`,
    ),
  ];
}

/** Who was told each time that nothing was committed can rely on it; who was told that it awaits its owner was not told so. */
function honestyViolations({ name, happened }: Tally, calls: readonly MadeCall[]): Violation[] {
  const about = calls.filter(({ deal }) => deal !== null && `${deal.tool} ${deal.name}` === name);
  const isDenied = about.every(({ answer }) => {
    const { code, outcome } = Object(answer?.error);
    return outcome === 'not_committed' && code !== 'awaiting_approval';
  });
  const what = `${name}: every call was told that nothing was committed, and it was`;
  return violated('charges are what the ledger counts', isDenied && happened.length > 0, what);
}

/** An order belongs to one entry, and a trade that the ledger holds as done was really charged. */
function referenceViolations({ state, entries }: Seen): Violation[] {
  const orders = entries.filter(({ kind, reference }) => kind === 'purchase' && reference !== null);
  const isShared = new Set(orders.map(({ reference }) => reference)).size < orders.length;
  const charged = new Set(state.supplier.charges.map(({ item_trade_no }) => item_trade_no));
  const uncharged = entries.filter(
    (entry) => entry.kind === 'supplier_trade' && isDone(entry) && !charged.has(String(entry.reference)),
  );
  return [
    ...violated('charges are what the ledger counts', isShared, 'two entries have the same order number'),
    ...uncharged.flatMap(({ id }) =>
      violated('charges are what the ledger counts', true, `${id} was never charged`),
    ),
  ];
}

function unreadable({ state, entries }: Seen, calls: readonly MadeCall[]): Violation[] {
  const delivered = new Map<string, unknown>([
    ...state.storefront.orders.map(
      (order) => [order.order_sn, [order.cards ?? []].flat().join('\n')] as const,
    ),
    ...state.supplier.trades.map((trade) => [trade.item_trade_no, trade.contents] as const),
  ]);
  const unread = entries.filter(({ reference, state, result }) => {
    const contents = delivered.get(String(reference));
    return (
      state === 'completed' && contents !== undefined && (result?.cards ?? result?.contents) !== contents
    );
  });
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const forgotten = calls.filter(({ answer }) => {
    const shown = answer?.cards ?? answer?.contents ?? [answer?.codes ?? []].flat().join('\n');
    if (!shown || answer?.ledger_notice || !answer?.entry_id) return false;
    // What is not delivered yet may come with a text of the shop.
    if (answer.state !== undefined && answer.state !== 'completed') return false;
    const entry = byId.get(String(answer.entry_id));
    return entry === undefined || deliveredBy(entry) !== shown;
  });
  const invariant = 'delivered cards are readable';
  return [
    ...unread.map(
      ({ id, kind }) => ({ invariant, what: `${kind} ${id} does not hold what was delivered` }) as const,
    ),
    ...forgotten.map(({ tool, answer }) => {
      const held = byId.get(String(answer?.entry_id));
      const what = `${tool} showed ${JSON.stringify(answer)}, and the entry is ${JSON.stringify(held)}`;
      return { invariant, what } as const;
    }),
  ];
}

function stuckEntries(entries: readonly LedgerEntry[]): Violation[] {
  const stuck = entries.filter(({ kind, state, advice }) => {
    if (state === 'unknown') return kind === 'supplier_trade' || advice === null;
    return state === 'prepared' || state === 'sent' || state === 'awaiting_approval';
  });
  return stuck.map(({ id, kind, state }) => ({
    invariant: 'no entry is stuck',
    what: `${kind} ${id} is ${state}`,
  }));
}

/** Whatever goes wrong has a code of its own and an outcome; a fault of ours has none. */
function answerViolations({ tool, answer }: MadeCall): Violation[] {
  const error = answer === null ? undefined : answer.error;
  const { code } = Object(error);
  const isFault =
    error !== undefined && (typeof code !== 'string' || code === 'internal' || code === 'protocol');
  return violated('every call is answered', isFault, `${tool} was answered with ${JSON.stringify(error)}`);
}

const DONE: ReadonlySet<string> = new Set(['completed', 'pending', 'failed', 'refunded']);

function isDone({ state }: LedgerEntry): boolean {
  return DONE.has(state);
}

function mayCount(entry: LedgerEntry): boolean {
  return isDone(entry) || entry.state === 'unknown' || entry.state === 'sent';
}

function states(entries: readonly LedgerEntry[]): string {
  return (
    entries.map(({ state, error, id }) => `${state} (${id}, ${error?.code ?? 'no error'})`).join(', ') ||
    'nothing'
  );
}

function violated(invariant: Invariant, isViolated: boolean, what: string): Violation[] {
  return isViolated ? [{ invariant, what }] : [];
}
