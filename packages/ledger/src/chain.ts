import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { lookAtKey, readOrCreateKey } from './chain-key.ts';
import type { Attendant } from './database.ts';
import { judge, notOurs, remembered } from './doubt.ts';
import { isSigned, type Signing, signEvents } from './events.ts';
import { HEADS, type Head, type Heads, headsIn } from './heads.ts';
import type { Integrity } from './integrity.ts';
import { type Standing, standing } from './last-event.ts';
import type { EventRow, LedgerSchema } from './schema.ts';
import { makeFolder } from './sqlite/make-folder.ts';
import { assertOnlyOurs, VOUCHER } from './sqlite/private-file.ts';

type Db = Kysely<LedgerSchema>;

/** The events of an open ledger, and what is remembered of them outside of it. */
export interface Chain extends Attendant {
  /** Empty without `Integrity`: then anybody can sign. */
  key: string;
  /**
   * What speaks against spending: that the ledger does not continue what was there before. A few quick look-ups; `verify`
   * looks at everything.
   */
  doubt(db: Db): Promise<KamikitError | null>;
  /** The same of what is read after this call: what it remembers is from before. */
  look(): (db: Db, seen: Standing) => Promise<KamikitError | null>;
}

/** Never throws: without its key a ledger can be read, and not written. With `changesNothing` it is for reading alone. */
export function openChain(
  integrity: Integrity | undefined,
  /** Of the ledger: the file's absolute path, or the database's address. */
  place: string,
  { changesNothing = false } = {},
): Chain {
  const { key, heads, refusal } = vouchers(integrity, place, changesNothing);
  /** The head that was last seen to lie on this ledger's chain. */
  let trusted: Head | null = null;
  /** Of transactions that looked: their ledger, whose head they have seen to lie on its chain. */
  const looked = new WeakMap<object, { ledger: string; own: Head | null }>();
  /** The ledger whose head says that it is in this place. */
  let placed: string | null = null;

  async function doubt(db: Db): Promise<KamikitError | null> {
    // What a transaction has appended since it looked is its own.
    if (db.isTransaction && looked.has(db)) return null;
    const judged = look();
    return judged(db, await standing(db));
  }

  function look(): ReturnType<Chain['look']> {
    // Before the file is read: whatever is committed meanwhile can only be further on than its head.
    const known = heads === null ? [] : readHeads(heads, place);
    return async (db, seen) => {
      if (refusal !== null) return refusal;
      if (known instanceof KamikitError) return known;
      const { last } = seen;
      if (last !== null && !isSigned(last, key)) return notOurKey(place);
      if (heads === null) return null;
      const head = remembered(known, heads, seen);
      const told = judge(place, seen, head, head.own && (await hashAt(db, head.own.seq, last)));
      if (told !== null) return suspended(told);
      trusted = head.own ?? null;
      looked.set(db, { ledger: seen.ledger, own: trusted });
      return null;
    };
  }

  /** A head goes forward only, and only along the chain it stands on: what it shows of a lost past is not overwritten. */
  async function moveHead(db: Db, trx: Db, first: EventRow, last: EventRow): Promise<void> {
    if (heads === null) return;
    const at = { seq: last.seq, hash: last.hash };
    const continues = (head: Head) => head.hash === first.prev;
    const { ledger = trusted?.ledger, own = null } = looked.get(trx) ?? {};
    if (ledger !== undefined && ledger === placed) {
      const next = { ...at, ledger };
      const from = own ?? (trusted && continues(trusted) ? trusted : null);
      trusted = next;
      if (from !== null && heads.move(from, next)) return;
      const { own: now } = remembered(heads.all(), heads, { ledger });
      // Another process of this machine is further on already, or has caught up with what this transaction continued.
      if (now && (now.seq >= last.seq || (continues(now) && heads.move(now, next)))) return;
    }
    // The first time; or another process moved it, or it lags behind since a crash.
    if ((await doubt(db)) !== null || (trusted && trusted.seq >= last.seq)) return;
    const next = { ...at, ledger: (await standing(db)).ledger };
    if (heads.move(trusted && heads.isHere(trusted) ? trusted : null, next)) placed = next.ledger;
    heads.forget(heads.all().filter(({ ledger, seq }) => ledger === next.ledger && seq < next.seq));
  }

  async function forgetLost(db: Db): Promise<void> {
    if (heads === null) return;
    const { ledger } = await standing(db);
    heads.forget(heads.all().filter((head) => head.ledger === ledger || heads.isHere(head)));
    trusted = null;
  }

  return {
    ...{ key, doubt, look },
    begun(trx, seen) {
      const signing: Signing = {
        key,
        refusal,
        notOurs: () => notOurKey(place),
        isAccepting: false,
        who: null,
        first: null,
        last: null,
      };
      signEvents(trx, signing, seen);
      return {
        last: () => signing.last,
        async durable(db) {
          const { first, last, isAccepting } = signing;
          if (first === null || last === null) return;
          try {
            if (isAccepting) await forgetLost(db);
            await moveHead(db, trx, first, last);
          } catch {
            // It is committed: a head that lags behind its ledger is no reason to say otherwise.
          }
        },
      };
    },
  };
}

function readHeads(heads: Heads, place: string): Head[] | KamikitError {
  try {
    return heads.all();
  } catch (error) {
    return unusable(place, error);
  }
}

function vouchers(integrity: Integrity | undefined, place: string, changesNothing: boolean) {
  if (integrity === undefined) return { key: '', heads: null, refusal: null };
  try {
    const folder = join(integrity.folder, HEADS);
    for (const each of [integrity.folder, folder]) {
      if (!changesNothing) makeFolder(each);
      if (existsSync(each)) assertOnlyOurs(each, VOUCHER);
    }
    const key = changesNothing ? lookAtKey(integrity.folder) : readOrCreateKey(integrity.folder);
    return { key, heads: existsSync(folder) ? headsIn(folder, place) : null, refusal: null };
  } catch (error) {
    return { key: '', heads: null, refusal: unusable(place, error) };
  }
}

async function hashAt(db: Db, seq: number, last: EventRow | null): Promise<string | undefined> {
  if (last?.seq === seq) return last.hash;
  return (await db.selectFrom('events').select('hash').where('seq', '=', seq).executeTakeFirst())?.hash;
}

function unusable(place: string, cause: unknown): KamikitError {
  const untilThen = 'Until that is mended and this program is restarted, the ledger can only be read.';
  // Its hint is the command that mends it.
  if (cause instanceof KamikitError) return cause.with({ message: `${cause.message} ${untilThen}` });
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new KamikitError(`The key and the head of the ledger ${place} cannot be used (${reason}).`, {
    ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true },
    hint: `Make their folder readable and writable for this user. ${untilThen}`,
    cause,
  });
}

function notOurKey(place: string): KamikitError {
  const error = suspended(notOurs(place));
  return isShared(place) ? error.with({ hint: COPY_THE_KEY }) : error;
}

const COPY_THE_KEY =
  'Every machine that shares this ledger needs the same ledger.key in its configuration folder: copy it, with mode 0600, from one that has written to it, and restart this program.';

/** Whether several machines may be at work on it. */
function isShared(place: string): boolean {
  return place.startsWith('postgres:');
}

function suspended(message: string): KamikitError {
  return new KamikitError(message, { code: 'suspended', outcome: 'not_committed', neverSent: true });
}
