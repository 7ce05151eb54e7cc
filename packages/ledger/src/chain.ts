import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { KamikitError } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { readOrCreateKey } from './chain-key.ts';
import { isSigned, lastEvent, type Signing, signEvents } from './events.ts';
import { type Head, type Heads, headsIn, newest } from './heads.ts';
import type { EventRow, LedgerSchema } from './schema.ts';
import type { Attendant } from './sqlite/open-sqlite.ts';

type Db = Kysely<LedgerSchema>;

const HEADS = 'ledger-heads';

/** Where what vouches for a ledger is kept: away from the ledger, so that who replaces the one does not replace the other. */
export interface Integrity {
  /** Holds the key (mode 0600) and the heads of all ledgers; created if missing. */
  folder: string;
}

/** The events of an open ledger, and what is remembered of them outside of its file. */
export interface Chain extends Attendant {
  /** Empty without `Integrity`: then anybody can sign. */
  key: string;
  /**
   * What speaks against spending: that the ledger does not continue what was there before. A few quick look-ups; `verify`
   * looks at everything.
   */
  doubt(db: Db): Promise<KamikitError | null>;
}

/** Never throws: without its key a ledger can be read, and not written. */
export function openChain(integrity: Integrity | undefined, path: string): Chain {
  const { key, heads, refusal } = vouchers(integrity, path);
  /** The head that was last seen to lie on this ledger's chain. */
  let trusted: Head | null = null;

  async function doubt(db: Db): Promise<KamikitError | null> {
    if (refusal !== null) return refusal;
    // Before the file is read: whatever is committed meanwhile can only be further on than its head.
    const known = heads === null ? [] : readHeads(heads, path);
    if (known instanceof KamikitError) return known;
    const last = await lastEvent(db);
    if (last !== null && !isSigned(last, key)) return notOurs(path);
    if (heads === null) return null;
    const ledger = await identity(db);
    const own = newest(known.filter((head) => head.ledger === ledger));
    if (own === undefined) {
      const gone = newest(known.filter(({ place }) => place === heads.place));
      trusted = null;
      return gone === undefined ? null : vanished(path, gone.seq);
    }
    if (last === null || last.seq < own.seq) return goneBack(path, own.seq - (last?.seq ?? 0));
    const hash = last.seq === own.seq ? last.hash : await hashAt(db, own.seq);
    if (hash !== own.hash) return rewritten(path);
    trusted = own;
    return null;
  }

  /** A head goes forward only, and only along the chain it stands on: what it shows of a lost past is not overwritten. */
  async function moveHead(db: Db, first: EventRow, last: EventRow): Promise<void> {
    if (heads === null) return;
    const at = { place: heads.place, seq: last.seq, hash: last.hash };
    if (trusted?.seq === first.seq - 1 && trusted.hash === first.prev) {
      const next = { ...at, ledger: trusted.ledger };
      const isMoved = heads.move(trusted, next);
      trusted = next;
      if (isMoved) return;
    }
    // Another process moved it, or it lags behind since a crash.
    if ((await doubt(db)) !== null || (trusted && trusted.seq >= last.seq)) return;
    const next = { ...at, ledger: await identity(db) };
    heads.move(trusted, next);
    heads.forget(heads.all().filter(({ ledger, seq }) => ledger === next.ledger && seq < next.seq));
  }

  async function forgetLost(db: Db): Promise<void> {
    if (heads === null) return;
    const ledger = await identity(db);
    heads.forget(heads.all().filter((head) => head.place === heads.place || head.ledger === ledger));
    trusted = null;
  }

  return {
    key,
    doubt,
    begun(trx) {
      const signing: Signing = {
        key,
        refusal,
        notOurs: () => notOurs(path),
        isAccepting: false,
        first: null,
        last: null,
      };
      signEvents(trx, signing);
      return async (db) => {
        const { first, last, isAccepting } = signing;
        if (first === null || last === null) return;
        try {
          if (isAccepting) await forgetLost(db);
          await moveHead(db, first, last);
        } catch {
          // It is committed: a head that lags behind its ledger is no reason to say otherwise.
        }
      };
    },
  };
}

function readHeads(heads: Heads, path: string): Head[] | KamikitError {
  try {
    return heads.all();
  } catch (error) {
    return unusable(path, error);
  }
}

function vouchers(integrity: Integrity | undefined, path: string) {
  if (integrity === undefined) return { key: '', heads: null, refusal: null };
  try {
    const folder = join(integrity.folder, HEADS);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return { key: readOrCreateKey(integrity.folder), heads: headsIn(folder, path), refusal: null };
  } catch (error) {
    return { key: '', heads: null, refusal: unusable(path, error) };
  }
}

async function identity(db: Db): Promise<string> {
  return (await db.selectFrom('identity').select('ledger').executeTakeFirstOrThrow()).ledger;
}

async function hashAt(db: Db, seq: number): Promise<string | undefined> {
  return (await db.selectFrom('events').select('hash').where('seq', '=', seq).executeTakeFirst())?.hash;
}

function unusable(path: string, cause: unknown): KamikitError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new KamikitError(`The key and the head of the ledger ${path} cannot be used (${reason}).`, {
    ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true },
    hint: 'Make their folder readable and writable for this user. Until then the ledger can only be read.',
    cause,
  });
}

function suspended(message: string): KamikitError {
  return new KamikitError(message, { code: 'suspended', outcome: 'not_committed', neverSent: true });
}

function goneBack(path: string, lost: number): KamikitError {
  return suspended(
    `The ledger ${path} has gone back in time: its last ${lost} ${lost === 1 ? 'event is' : 'events are'} missing. It may be a ` +
      'restored backup. What was bought meanwhile is not in it, so the same keys could buy again; spending is suspended.',
  );
}

function rewritten(path: string): KamikitError {
  return suspended(
    `The ledger ${path} is not the one that was written last: its events differ from those. It may be a restored backup or a ` +
      'second copy. What the other one bought is not in it, so the same keys could buy again; spending is suspended.',
  );
}

function vanished(path: string, events: number): KamikitError {
  return suspended(
    `The ledger that was at ${path} has vanished: it held ${events} ${events === 1 ? 'event' : 'events'}, and another one is in ` +
      'its place. What was bought before is not in this one, so the same keys could buy again; spending is suspended.',
  );
}

function notOurs(path: string): KamikitError {
  return suspended(
    `The last event of the ledger ${path} was altered, or signed with a key that is not the one in use. Nothing is written to ` +
      'it, and spending is suspended.',
  );
}

/** What to say of a path where there is no file any more; null where none is remembered. */
export function vanishedFrom(path: string, { folder }: Integrity): KamikitError | null {
  const heads = headsIn(join(folder, HEADS), path);
  const known = readHeads(heads, path);
  if (known instanceof KamikitError) return null;
  const gone = newest(known.filter(({ place }) => place === heads.place));
  return gone === undefined ? null : vanished(path, gone.seq);
}
