import { KamikitError } from '@kamikit/core';
import type { Kysely, Transaction } from 'kysely';
import { approveRow, declineRow, isOver, voidRow } from './approvals.ts';
import { askedEntries } from './asked.ts';
import { readBudget } from './budget.ts';
import type { Chain } from './chain.ts';
import { changedSince } from './changed-since.ts';
import { type LedgerDatabase, UnansweredCommit } from './database.ts';
import type { LedgerEntry, Settlement, Wish } from './entry.ts';
import { damagedError, toEntry } from './entry-row.ts';
import { answerFor, executeWish, sendPrepared } from './execute.ts';
import { handsOf } from './hands.ts';
import { readHeld } from './held.ts';
import { jobMethods } from './jobs/job-methods.ts';
import { lastEvent, STANDING, standingIn } from './last-event.ts';
import { beginLease, notOursToSend } from './lease.ts';
import type { Ledger, LedgerSettings } from './ledger.ts';
import { recordLimits } from './limits-event.ts';
import { listRows } from './list.ts';
import { addMandate, assertTerms, readMandates, revokeMandate } from './mandates.ts';
import { markRowSent } from './mark-sent.ts';
import { markRow } from './marks.ts';
import { notificationsIn } from './notifications.ts';
import { isAbandoned } from './owner.ts';
import {
  addPerson,
  asTheyStand,
  limitsOf,
  type Person,
  personWithToken,
  readPeople,
  revokePerson,
} from './people.ts';
import { peopleToday } from './people-today.ts';
import { assertAllowed, prepareRow, usedUp, withKey } from './prepare.ts';
import {
  claimDueRows,
  idsLike,
  latestByKey,
  latestByReference,
  putOffLook,
  rowsAfter,
  setLookForNews,
  settleRow,
  unknownId,
} from './queries.ts';
import { findingToSettlement, isOpen } from './reconcile.ts';
import { isUnderWay } from './recover.ts';
import { recoveryOf } from './recovery.ts';
import { rowById } from './row-by-id.ts';
import type { EntryRow, LedgerSchema } from './schema.ts';
import { ask, together } from './statement.ts';
import { assertNotStopped, liftStop, readStop, resume, stop } from './stop.ts';
import { readSummary } from './summary.ts';
import { liftSuspensions, readSuspensions } from './suspensions.ts';
import { sincePrepared, timelineOf } from './timeline.ts';
import { readTurns, takeTurns } from './turns.ts';
import { acceptHistory, verifyHistory } from './verify.ts';

// Each may hold 4 MB, of goods and of an answer that nobody understood.
const EXPORT_BATCH = 10;

/** The open ledgers that have recorded their limits, whoever they work for. */
const recorded = new WeakSet<Chain>();

export function createLedger(
  database: LedgerDatabase,
  chain: Chain,
  options: LedgerSettings,
  /** In whose hands it is; null: those of whoever uses this machine. */
  person: Person | null = null,
): Ledger {
  const hands = handsOf(database, chain, options, person);
  const { key, limits, leaseMs, now, write, writeAsOwner } = hands;
  const { unrecorded, recover, putRight } = recoveryOf(hands);

  async function prepare(wish: Wish, { isSent }: { isSent: boolean }) {
    await putRight({ isToSpend: true });
    let unsent: string | null = null;
    const { row, existing } = await write(
      async (trx) => {
        unsent = null;
        const doubt = await chain.doubt(trx);
        const nowMs = now();
        const prepared = await prepareRow(trx, wish, { limits, leaseMs, nowMs, key, doubt, person, isSent });
        if (!prepared.existing) {
          if (!recorded.has(chain)) await recordLimits(trx, limits, nowMs);
          // What is prepared, or awaits its owner, may still be sent by somebody.
          unsent = prepared.row.state === 'sent' ? prepared.row.id : null;
        }
        return prepared;
      },
      'not_committed',
      { mayShare: true },
    ).catch((error) => {
      if (unsent !== null && error instanceof KamikitError && error.cause instanceof UnansweredCommit)
        unrecorded.givenUp.add(unsent);
      throw error;
    });
    if (!existing) recorded.add(chain);
    return { entry: toEntry(row), existing };
  }

  async function settle(id: string, settlement: Settlement): Promise<LedgerEntry> {
    const settling = (trx: Transaction<LedgerSchema>) => settleRow(trx, id, settlement, now());
    return toEntry(await write(settling, 'unknown', { mayShare: true }));
  }

  const steps = {
    prepareToSend: (wish: Wish) => prepare(wish, { isSent: true }),
    async markSent(id: string) {
      const row = await write(async (trx) => {
        const doubt = await chain.doubt(trx);
        return markRowSent(trx, id, { limits, leaseMs, nowMs: now(), key, doubt });
      }, 'not_committed');
      if (!row) throw notOursToSend(id);
      return toEntry(row);
    },
    async settle(id: string, settlement: Settlement) {
      try {
        return await settle(id, settlement);
      } catch (error) {
        // Of the database, which may be there again later.
        if (error instanceof KamikitError && error.code === 'config_invalid')
          unrecorded.settlements.set(id, settlement);
        throw error;
      }
    },
    lease: () => beginLease(leaseMs, now),
  };

  async function get(id: string): Promise<LedgerEntry | null> {
    return entryOrNull(await database.read((db) => rowById(db, id)));
  }

  /** With the limits that hold now, whatever they were when the person came in. */
  const asNow = async (db: Kysely<LedgerSchema>) =>
    person && ((await limitsOf(db, key, person.name)) ?? person);

  async function budget() {
    await putRight();
    return database.read(async (db) => readBudget(db, limits, now(), { person: await asNow(db) }));
  }

  return {
    prepare: (wish) => prepare(wish, { isSent: false }),
    markSent: steps.markSent,
    settle,
    recover,
    get,
    execute: (wish, send) => executeWish(steps, wish, send),
    async replay(wish) {
      const look = () =>
        database.read(async (db) => {
          const doubtOf = chain.look();
          const [rows, ...standing] = await together(db, withKey(wish, person), ...STANDING);
          const used = usedUp(wish, rows);
          if (used !== null) return used;
          const seen = standingIn(standing);
          // Of one that was moved, too, what its owner wants to know is where to.
          await assertNotStopped(db, key, seen.last);
          const doubt = await doubtOf(db, seen);
          if (doubt !== null) throw doubt;
          return null;
        });
      await putRight();
      const used = await look();
      if (used === null) return null;
      if (!isOver(used, now()) && !(isUnderWay(used) && isAbandoned(used, now())))
        return answerFor(toEntry(used));
      await recover();
      const settled = await look();
      return settled && answerFor(toEntry(settled));
    },
    async approve(id, given) {
      const { row, isOurs } = await writeAsOwner(async (trx) => {
        const doubt = await chain.doubt(trx);
        return approveRow(trx, id, given, { limits, leaseMs, nowMs: now(), key, doubt });
      }, 'not_committed');
      return { entry: toEntry(row), isOurs };
    },
    sendApproved: async (entry, send) => (await sendPrepared(steps, entry, send)).settled,
    decline: async (id, given) =>
      toEntry(await writeAsOwner((trx) => declineRow(trx, id, given, now()), 'not_committed')),
    makeVoid: async (id, error) =>
      toEntry(await write((trx) => voidRow(trx, id, error, now()), 'not_committed')),
    assertMandate: assertTerms,
    addMandate: (terms, by) => writeAsOwner((trx) => addMandate(trx, terms, by, now()), 'not_committed'),
    mandates: (shown) => database.read((db) => readMandates(db, key, now(), shown)),
    revokeMandate: (id, by) => writeAsOwner((trx) => revokeMandate(trx, key, id, by, now()), 'not_committed'),
    ...jobMethods(hands),
    held: (good) => database.read((db) => readHeld(db, good)),
    as: (other) => createLedger(database, chain, options, other),
    addPerson: (added, by) => writeAsOwner((trx) => addPerson(trx, key, added, by, now()), 'not_committed'),
    people: (shown) => database.read((db) => readPeople(db, key, shown)),
    async peopleToday() {
      await putRight();
      return database.read((db) => peopleToday(db, key, now()));
    },
    personWithToken: (token) => database.read((db) => personWithToken(db, key, token)),
    revokePerson: (name, by) =>
      writeAsOwner((trx) => revokePerson(trx, key, name, by, now()), 'not_committed'),
    turns: (account, perMinute) => database.read((db) => readTurns(db, account, perMinute, now())),
    takeTurns: (account, taken) =>
      database.write((trx) => takeTurns(trx, account, taken, now()), 'not_committed', { mayShare: true }),
    stop: (by) => writeAsOwner((trx) => stop(trx, key, by, now()), 'not_committed'),
    liftStop: (by) => writeAsOwner((trx) => liftStop(trx, key, by, now()), 'not_committed'),
    notifications: (options = {}) => database.read((db) => notificationsIn(db, options)),
    timeline: (id) => database.read((db) => timelineOf(db, id)),
    sincePrepared: (id) => database.read((db) => sincePrepared(db, id)),
    async *changedSince(id, sinceMs) {
      for await (const row of changedSince(database.read, id, sinceMs)) yield toEntry(row);
    },
    now,
    assertVersion: database.assertVersion,
    lastEventSeq: async () => (await database.read(lastEvent))?.seq ?? 0,
    async reconcile(id, reconciler) {
      await recover();
      const entry = await get(id);
      if (!entry) throw unknownId(id);
      if (entry.damaged !== null) throw damagedError(entry);
      if (!isOpen(entry)) return entry;
      return settle(id, findingToSettlement(entry, await reconciler(entry)));
    },
    async claimDue({ limit, kinds = null, evenIfNotDue = false }) {
      await recover();
      const rows = await write((trx) => {
        const dueBeforeMs = evenIfNotDue ? Number.MAX_SAFE_INTEGER : now();
        return claimDueRows(trx, now(), { dueBeforeMs, limit, kinds });
      }, 'not_committed');
      return rows.map(({ row, claimedUntilMs }) => ({ ...toEntry(row), claimed_until_ms: claimedUntilMs }));
    },
    putOff: ({ id, claimed_until_ms: claimedUntilMs }, { isTold = true } = {}) =>
      write((trx) => putOffLook(trx, { id, claimedUntilMs, isTold }, now()), 'not_committed'),
    lookWithin: (id, ms) => write((trx) => setLookForNews(trx, id, now() + ms), 'not_committed'),
    async find(kind, key, whose = person?.name ?? null) {
      const [latest] = await database.read((db) => ask(db, latestByKey(kind, key, whose)));
      return entryOrNull(latest);
    },
    async findByReference(kind, reference) {
      return entryOrNull(await database.read((db) => latestByReference(db, kind, reference)));
    },
    idsLike: (beginning, limit, whose) =>
      database.read((db) => idsLike(db, beginning, limit, { person: whose })),
    async list({ page = 1, perPage = 20, ...filter } = {}) {
      const { rows, total } = await database.read((db) => listRows(db, filter, page, perPage));
      return { entries: rows.map(toEntry), total, page, per_page: perPage };
    },
    async askedEntries(limit) {
      const { rows, total } = await database.read((db) => askedEntries(db, limit));
      return { entries: rows.map(toEntry), total };
    },
    async *entries() {
      let last: EntryRow | undefined;
      do {
        const batch = await database.read((db) => rowsAfter(db, last, EXPORT_BATCH));
        yield* batch.map(toEntry);
        last = batch.at(-1);
      } while (last);
    },
    summary: (range = {}) => database.read((db) => readSummary(db, range)),
    mark: async (id, mark) =>
      toEntry(
        await write(async (trx) => {
          if (person !== null) await asTheyStand(trx, key, person);
          return markRow(trx, id, mark, now());
        }, 'not_committed'),
      ),
    budget,
    async assertAllowed(wish) {
      await putRight();
      return database.read(async (db) =>
        assertAllowed(db, wish, { limits, nowMs: now(), key, person: await asNow(db) }),
      );
    },
    suspensions: () =>
      database.read(async (db) => [...orNone(await readStop(db, key)), ...(await readSuspensions(db))]),
    liftSuspensions: (account) =>
      writeAsOwner(async (trx) => {
        const stopped = account === undefined ? await resume(trx, key, null, now()) : null;
        return [...orNone(stopped), ...(await liftSuspensions(trx, account, now()))];
      }, 'not_committed'),
    async doubt() {
      return (await database.read(chain.doubt))?.message ?? null;
    },
    verify: () => database.snapshot((db) => verifyHistory(db, chain)),
    acceptHistory: () => writeAsOwner((trx) => acceptHistory(trx, chain, now()), 'not_committed'),
    async close() {
      // The last moment at which anybody knows it; what fails now stays as it is.
      await putRight().catch(() => {});
      await database.close();
    },
  };
}

function entryOrNull(row: EntryRow | undefined): LedgerEntry | null {
  return row ? toEntry(row) : null;
}

function orNone<T>(value: T | null): T[] {
  return value === null ? [] : [value];
}
