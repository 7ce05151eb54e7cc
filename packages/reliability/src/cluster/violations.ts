import type { LedgerEntry } from '@kamikit/ledger';
import type { SandboxState } from '@kamikit/sandbox';
import type { Invariant } from '../guards/guard.ts';
import type { Violation } from '../torture/violation.ts';
import type { Made } from './call-over-http.ts';
import type { Plan, Wish } from './plan.ts';

/** A wish, and what came of it. */
export interface MadeCall extends Made {
  wish: Wish;
}

/** Both sides, once nothing happens any more and what was open has been looked into. */
export interface Seen {
  state: SandboxState;
  entries: readonly LedgerEntry[];
}

// Amounts are added up as floating-point numbers here.
const TOLERANCE = 0.001;
const DONE: ReadonlySet<string> = new Set(['completed', 'pending', 'failed', 'refunded']);

/** Everything that should never be. */
export function violationsIn(
  { state, entries }: Seen,
  plan: Pick<Plan, 'people' | 'dailyBudget'>,
  calls: readonly MadeCall[],
): Violation[] {
  const charged = chargedAt(state);
  return [
    ...uncounted(entries, charged),
    ...boughtTwice(entries, charged),
    ...unreadable(entries, state),
    ...overBudget(entries, charged, plan),
    ...stuck(entries),
    ...calls.flatMap((call) => misled(call, entries)),
    ...calls.flatMap((call) => unanswered(`${call.wish.person} ${call.wish.key}`, call)),
  ];
}

/** What each order cost, in yuan. */
export function chargedAt({ storefront }: SandboxState): Map<string, number> {
  return new Map(storefront.charges.map(({ order_sn, amount }) => [order_sn, Number(amount)]));
}

function uncounted(entries: readonly LedgerEntry[], charged: ReadonlyMap<string, number>): Violation[] {
  const done = entries.filter(({ state }) => DONE.has(state));
  const unknown = entries.filter(({ state }) => state === 'unknown').length;
  // The account shows that it was charged; its order number never arrived.
  const unnumbered = done.filter(({ reference }) => reference === null).length;
  const numbered = Map.groupBy(
    done.filter(({ reference }) => reference !== null),
    ({ reference }) => String(reference),
  );
  const strangers = [...charged.keys()].filter((order) => !numbered.has(order)).length;
  const told = `${strangers} charges without an order number in the ledger, where ${unnumbered} entries were charged without one and ${unknown} are unknown`;
  return [
    ...[...numbered].flatMap(([order, of]) =>
      of.length > 1 || !charged.has(order)
        ? violated(
            'charges are what the ledger counts',
            `${order}: ${of.length} entries, ${charged.get(order)} yuan`,
          )
        : [],
    ),
    ...(strangers < unnumbered || strangers > unnumbered + unknown
      ? violated('charges are what the ledger counts', told)
      : []),
  ];
}

/** A wish of one person, by its key, or an item of a job, is bought once, and not again while nobody knows what became of it. */
function boughtTwice(entries: readonly LedgerEntry[], charged: ReadonlyMap<string, number>): Violation[] {
  const mayCount = entries.filter(
    ({ state, reference }) => DONE.has(state) || state === 'unknown' || charged.has(String(reference)),
  );
  const wishes = Map.groupBy(mayCount, ({ person, idempotency_key, job, job_item }) =>
    job === null ? `${person} ${idempotency_key}` : `${person}, item ${job_item} of job ${job}`,
  );
  return [...wishes].flatMap(([wish, of]) =>
    of.length > 1
      ? violated(
          'at most one charge per key',
          `${wish}: ${of.map(({ id, state }) => `${id} ${state}`).join()}`,
        )
      : [],
  );
}

function unreadable(entries: readonly LedgerEntry[], { storefront }: SandboxState): Violation[] {
  const delivered = new Map(
    storefront.orders.map(({ order_sn, cards }) => [order_sn, [cards ?? []].flat().join('\n')]),
  );
  return entries.flatMap(({ id, state, reference, result }) =>
    state === 'completed' && result?.cards !== delivered.get(String(reference))
      ? violated('delivered cards are readable', `${id} does not hold what was delivered`)
      : [],
  );
}

/** Each day for itself. */
function overBudget(
  entries: readonly LedgerEntry[],
  charged: ReadonlyMap<string, number>,
  { people, dailyBudget }: Pick<Plan, 'people' | 'dailyBudget'>,
): Violation[] {
  const days = Map.groupBy(entries, ({ sent_at, created_at }) => (sent_at ?? created_at).slice(0, 10));
  return [...days].flatMap(([day, ofDay]) => [
    ...over(`${day}, all`, spentOn(ofDay, charged), dailyBudget),
    ...[...people].flatMap(([name, budget]) =>
      over(
        `${day}, ${name}`,
        spentOn(
          ofDay.filter(({ person }) => person === name),
          charged,
        ),
        budget,
      ),
    ),
  ]);
}

/** What was charged, and what is held for the rest. */
export function spentOn(entries: readonly LedgerEntry[], charged: ReadonlyMap<string, number>): number {
  return entries
    .filter(({ state }) => DONE.has(state) || state === 'unknown')
    .reduce((total, entry) => total + (charged.get(String(entry.reference)) ?? held(entry)), 0);
}

/** What one that is not told apart at the shop may have cost at most. */
function held({ charged, agreed, amount }: LedgerEntry): number {
  return Math.min(Number(charged ?? agreed ?? amount), Number(agreed ?? amount));
}

export function over(who: string, yuan: number, budget: unknown): Violation[] {
  return budget !== null && yuan > Number(budget) + TOLERANCE
    ? violated('budgets are kept', `${who}: ${yuan} of ${budget} yuan`)
    : [];
}

/** Each is over, or says what its owner has to look at. */
function stuck(entries: readonly LedgerEntry[]): Violation[] {
  return entries
    .filter(({ state, advice }) => (LOOKED_INTO.has(state) ? advice === null : UNDER_WAY.has(state)))
    .flatMap(({ id, state }) => violated('no entry is stuck', `${id} is ${state}`));
}

const LOOKED_INTO: ReadonlySet<string> = new Set(['unknown', 'pending']);
const UNDER_WAY: ReadonlySet<string> = new Set(['prepared', 'sent', 'awaiting_approval']);

/** Who was shown an entry was shown their own, of that key. */
function misled({ wish, answer }: MadeCall, entries: readonly LedgerEntry[]): Violation[] {
  const id = answer?.entry_id;
  if (typeof id !== 'string') return [];
  const entry = entries.find((each) => each.id === id);
  return entry?.person === wish.person && entry.idempotency_key === wish.key
    ? []
    : violated(
        'callers are told the truth',
        `${wish.person} ${wish.key} was shown ${id} of ${entry?.person}`,
      );
}

/** @param told what was called. */
export function unanswered(told: string, { answer, unexplained }: Made): Violation[] {
  const { code, message } = Object(answer?.error);
  const isFault = code === 'internal' || code === 'protocol';
  return [
    ...(answer === null ? violated('every call is answered', `${told} was answered by nobody`) : []),
    ...(isFault ? violated('every call is answered', `${told}: ${code} ${message}`) : []),
    ...unexplained.flatMap((error) =>
      violated('every call is answered', `${told}: a connection to an instance that lives broke: ${error}`),
    ),
  ];
}

export function violated(invariant: Invariant, what: string): Violation[] {
  return [{ invariant, what }];
}
