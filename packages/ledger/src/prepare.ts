import { randomUUID } from 'node:crypto';
import { KamikitError, shanghaiDay } from '@kamikit/core';
import type { Kysely, Transaction } from 'kysely';
import { awaiting } from './approvals.ts';
import {
  assertAffordable,
  assertCount,
  assertNotNegative,
  type Budget,
  budgetWith,
  type Limits,
} from './budget.ts';
import { addUp, awaitingBut, countedOn } from './counted.ts';
import { createdWith, deletedKey } from './deleted-key.ts';
import type { ItemOfJob, JsonObject, Wish } from './entry.ts';
import { accountOf, toEntry } from './entry-row.ts';
import { changeOf } from './events.ts';
import { fingerprint } from './fingerprint.ts';
import { assertJobAllows, type ItemLeave } from './jobs/claim-item.ts';
import { keyDetail } from './key-detail.ts';
import { coveringMandate } from './mandates.ts';
import { asSent } from './mark-sent.ts';
import { currentOwner } from './owner.ts';
import { asTheyStand, type Person, toldOfPerson } from './people.ts';
import { assertNoDuplicate, lately } from './possible-duplicate.ts';
import { latestByKey } from './queries.ts';
import { maybeAbandoned, settleAbandoned } from './recover.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';
import { wordsOf } from './search.ts';
import { type Asked, type RowsOf, together } from './statement.ts';
import { assertNotStopped } from './stop.ts';
import { insertRow, storeRow } from './store-row.ts';
import { assertNotSuspended, suspending } from './suspensions.ts';

interface Preparing {
  limits: Limits;
  leaseMs: number;
  nowMs: number;
  /** That the ledger's events are signed with. */
  key: string;
  /** What speaks against spending on this ledger, if anything does; a key that was used is answered all the same. */
  doubt: KamikitError | null;
  /** Who wishes for it, over the network. */
  person: Person | null;
  /** Whether it is sent as soon as this is durable, unless its owner has to allow it. */
  isSent: boolean;
}

/** The prepared row, or the earlier one that used up this key. Must run in a transaction of its own. */
export async function prepareRow(
  trx: Transaction<LedgerSchema>,
  wish: Wish,
  { limits, leaseMs, nowMs, key, doubt: ofLedger, person: who, isSent }: Preparing,
): Promise<{ row: EntryRow; existing: boolean }> {
  assertWish(wish);
  const named = { kind: wish.kind, idempotency_key: wish.idempotencyKey, person: who?.name ?? null };
  const look = () =>
    together(
      trx,
      createdWith(named),
      maybeAbandoned(nowMs),
      latestByKey(wish.kind, wish.idempotencyKey, named.person),
      who && toldOfPerson(who),
      ...deciding(wish, named.person, nowMs),
    );
  let [created, left, [earlier], told, ...decisive] = await look();
  const doubt = ofLedger ?? (await deletedKey(trx, named, created, key));
  // What is settled now may free a key and some of the budget.
  if (doubt === null && (await settleAbandoned(trx, left, nowMs)))
    [created, left, [earlier], told, ...decisive] = await look();
  const person = who && (await asTheyStand(trx, key, who, told));
  const { print, used } = judgeKey(wish, earlier);
  if (used) return { row: used, existing: true };
  if (doubt !== null) throw doubt;
  await assertPermitted(trx, wish, decisive, { limits, nowMs, key, person });
  const { approval, item } = wish;
  const leave = item ? await assertJobAllows(trx, item, { amount: wish.amount, key, person }) : OF_NO_JOB;
  const needsWord = (approval !== undefined || leave.needsWord) && !leave.isAllowed;
  const account = accountOf(wish.evidence ?? {});
  const good = wish.good ?? null;
  const { kind, amount } = wish;
  const mandate = needsWord ? await coveringMandate(trx, key, { kind, amount, account, good }, nowMs) : null;
  // A job waits as a whole, and none of its items alone.
  if (item && needsWord && mandate === null) throw notAllowed(item);
  const prepared: EntryRow = {
    id: randomUUID(),
    kind,
    idempotency_key: wish.idempotencyKey,
    fingerprint: print,
    ...{ state: 'prepared', quote_until_ms: null },
    ...(approval && needsWord && mandate === null && awaiting(approval, nowMs)),
    ...{ quote: approval ? JSON.stringify(approval.quote) : null, mandate },
    ...{ decided_by: null, decided_ms: null },
    never_sent: 0,
    request: JSON.stringify(wish.request),
    amount,
    agreed: amount,
    charged: null,
    overcharged: 0,
    refund_shown: 0,
    cards: wish.cards ?? 0,
    likeness: wish.likeness ? fingerprint(wish.likeness) : null,
    goods: wish.goods ? JSON.stringify(wish.goods) : null,
    reference: wish.reference ?? null,
    result: null,
    evidence: JSON.stringify(wish.evidence ?? {}),
    error: null,
    advice: null,
    day: shanghaiDay(nowMs),
    ...currentOwner(),
    lease_until_ms: nowMs + leaseMs,
    created_ms: nowMs,
    sent_ms: null,
    updated_ms: nowMs,
    look_ms: null,
    ...{ used: null, unused: null },
    account,
    good,
    quantity: wish.goods?.quantity ?? null,
    job: item?.job ?? null,
    job_item: item?.number ?? null,
    person: person?.name ?? null,
  };
  const wanted: EntryRow =
    isSent && prepared.state === 'prepared' ? { ...prepared, ...asSent({ leaseMs, nowMs }) } : prepared;
  const row = await storeRow(trx, insertRow(wanted), wanted, async (stored) => {
    const first: EntryRow =
      wanted === prepared ? stored : { ...stored, state: 'prepared', sent_ms: prepared.sent_ms };
    return [
      await changeOf(trx, first.state, null, first, keyDetail(first)),
      wanted === prepared ? null : await changeOf(trx, 'sent', first, stored),
      wordsOf(stored),
    ];
  });
  return { row, existing: false };
}

const OF_NO_JOB: ItemLeave = { needsWord: false, isAllowed: false };

function notAllowed({ job, number }: ItemOfJob): KamikitError {
  return new KamikitError(
    `Item ${number} of job ${job} is allowed neither by its owner nor by a mandate that has room for it. Nothing was sent.`,
    {
      ...{ code: 'declined', outcome: 'not_committed', neverSent: true },
      hint: 'Its owner can add a mandate, and then the job can be resumed.',
    },
  );
}

/**
 * Whether the wish may be sent as things stand; returns the limits and what is left of them.
 * @throws {KamikitError} `suspended`, `possible_duplicate`, `over_budget`.
 */
export async function assertAllowed(
  db: Kysely<LedgerSchema>,
  wish: Omit<Wish, 'idempotencyKey'>,
  bounds: Pick<Preparing, 'limits' | 'nowMs' | 'key' | 'person'>,
): Promise<Budget> {
  const { person, nowMs } = bounds;
  const decisive = await together(db, ...deciding(wish, person?.name ?? null, nowMs));
  return assertPermitted(db, wish, decisive, bounds);
}

/** What decides whether a wish may be sent. */
function deciding(wish: Omit<Wish, 'idempotencyKey'>, person: string | null, nowMs: number) {
  const account = accountOf(wish.evidence ?? {});
  const alike = likenessOf(wish);
  const similar = alike === null ? null : lately(alike, person, nowMs);
  return [
    suspending(account, wish.formerAccount ?? null),
    similar?.made ?? null,
    similar?.asked ?? null,
    awaitingBut('', nowMs),
  ] as const;
}

type Decisive = RowsOf<ReturnType<typeof deciding>>;

async function assertPermitted(
  db: Kysely<LedgerSchema>,
  wish: Omit<Wish, 'idempotencyKey'>,
  [suspensions, made, asked, awaiting]: Decisive,
  { limits, nowMs, key, person }: Pick<Preparing, 'limits' | 'nowMs' | 'key' | 'person'>,
): Promise<Budget> {
  await assertNotStopped(db, key);
  assertNotSuspended(suspensions);
  const alike = likenessOf(wish);
  if (alike !== null) assertNoDuplicate(alike, { made, asked }, nowMs);
  const budget = budgetWith(await countedOn(db, shanghaiDay(nowMs)), addUp(awaiting), limits, person);
  assertAffordable(wish, budget);
  return budget;
}

function likenessOf({ kind, likeness, again = false, evidence = {} }: Omit<Wish, 'idempotencyKey'>) {
  if (likeness === undefined || again) return null;
  return { kind, likeness: fingerprint(likeness), account: accountOf(evidence) };
}

/** What is to be read for `usedUp`. */
export function withKey(
  { kind, idempotencyKey }: Pick<Wish, 'kind' | 'idempotencyKey'>,
  person: Person | null,
): Asked<EntryRow> {
  return latestByKey(kind, idempotencyKey, person?.name ?? null);
}

/**
 * The row that used up a wish's key, if there is one.
 * @throws {KamikitError} `key_conflict` when the key belongs to another request.
 */
export function usedUp(wish: Omit<Wish, 'amount'>, [earlier]: readonly EntryRow[]): EntryRow | null {
  return judgeKey(wish, earlier).used;
}

/** The fingerprint of the request, and the earlier row if it used up the key. */
function judgeKey(
  { request, asked = request, leftOpen = [] }: Omit<Wish, 'amount'>,
  earlier: EntryRow | undefined,
): { print: string; used: EntryRow | null } {
  const print = fingerprint(asked);
  if (earlier && earlier.fingerprint !== print && !isSameWish(earlier, asked, leftOpen))
    throw keyConflict(earlier);
  return { print, used: earlier?.never_sent === 0 ? earlier : null };
}

/** With what it leaves open as it was completed then. */
function isSameWish(earlier: EntryRow, asked: JsonObject, leftOpen: readonly string[]): boolean {
  const { request } = toEntry(earlier);
  const open = leftOpen.filter((field) => asked[field] === undefined);
  const completed = { ...asked, ...Object.fromEntries(open.map((field) => [field, request[field]])) };
  return fingerprint(completed) === fingerprint(request);
}

function assertWish({ kind, idempotencyKey, amount, cards = 0 }: Wish): void {
  if (kind === '' || idempotencyKey === '') throw new TypeError('a wish needs a kind and an idempotency key');
  assertNotNegative(amount, 'amount');
  assertCount(cards, 'cards');
}

function keyConflict(earlier: EntryRow): KamikitError {
  return new KamikitError(
    `The idempotency key ${JSON.stringify(earlier.idempotency_key)} belongs to another ${earlier.kind} (entry ${earlier.id}).`,
    {
      code: 'key_conflict',
      outcome: 'not_committed',
      hint: 'Nothing was sent. Use a key again only to repeat the same request; choose a new key for a different one.',
    },
  );
}
