import { hash, randomBytes } from 'node:crypto';
import { addMoney, compareMoney, formatShanghaiTime, KamikitError, type Money } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { appendEvent, isSigned, ownersWord, wordOf } from './events.ts';
import { lastEvent, latestEvent } from './last-event.ts';
import { markOf, PERSON_ADDED, PERSON_REVOKED } from './owners-word.ts';
import type { EventRow, LedgerSchema } from './schema.ts';
import { type Places, statement, together } from './statement.ts';

type Db = Kysely<LedgerSchema>;

/** `owner`: everything. `buyer`: spends within the budgets, and sees entries of their own. `viewer`: looks at entries, and no more. */
export const ROLES = ['owner', 'buyer', 'viewer'] as const;

export type Role = (typeof ROLES)[number];

/** Somebody who uses the ledger over the network. */
export interface Person {
  /** Unique; one of another issuer's has its address in it, which none of ours can have. */
  name: string;
  role: Role;
  /** What one Asia/Shanghai day may cost them, in yuan, inside the budget of all; null: no limit of their own. */
  daily_budget: Money | null;
  /** What one of their orders may cost, in yuan; null: no limit of their own. */
  max_order: Money | null;
}

/** Somebody whom the owner added. */
export interface KnownPerson extends Person {
  added_at: string;
  added_by: string;
  revoked_at: string | null;
}

/** Says that the name is of another issuer, which vouches for its people itself. */
const OF_AN_ISSUER = '://';

// Some letters are not seen, and make another name that reads the same.
const NAME = /^(?!.*\p{Default_Ignorable_Code_Point})[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u;

/**
 * Adds somebody, and returns the token by which they are known: it is told here once, and only its hash is kept.
 * @throws {KamikitError} `invalid_request` for a name that is taken or unusable, or limits that make no sense.
 */
export async function addPerson(
  trx: Db,
  key: string,
  person: Person,
  by: string,
  nowMs: number,
): Promise<{ person: KnownPerson; token: string }> {
  const { name, role, daily_budget, max_order } = person;
  assertUsable(person);
  const standing = (await ownersWord(trx, key)).people;
  if (Object.hasOwn(standing, name)) throw invalid(`${name} is there already: revoke first`);
  // No dictionary holds 256 random bits, so one SHA-256 protects them as well as a slow hash would.
  const token = `kk_${randomBytes(32).toString('base64url')}`;
  const detail = {
    person: name,
    role,
    daily_budget,
    max_order,
    token: digestOf(token),
    by,
  };
  await appendEvent(trx, { atMs: nowMs, action: PERSON_ADDED, detail });
  const at = formatShanghaiTime(nowMs);
  return { person: { ...person, added_at: at, added_by: by, revoked_at: null }, token };
}

/** At once, in every process: their token is none any more. @throws {KamikitError} `not_found`. */
export async function revokePerson(
  trx: Db,
  key: string,
  name: string,
  by: string,
  nowMs: number,
): Promise<KnownPerson> {
  const known = (await readAdded(trx, key, nameIs(name))).at(-1);
  if (known === undefined)
    throw new KamikitError(`The ledger knows nobody called ${name}.`, {
      ...{ code: 'not_found', outcome: 'not_committed' },
    });
  if (known.revoked_at !== null) return shown(known);
  await appendEvent(trx, { atMs: nowMs, action: PERSON_REVOKED, detail: { person: name, by } });
  return { ...shown(known), revoked_at: formatShanghaiTime(nowMs) };
}

/** Those who may come in, in the order in which they were added; `all`: those who were revoked, too. */
export async function readPeople(
  db: Db,
  key: string,
  { all = false }: { all?: boolean | undefined } = {},
): Promise<KnownPerson[]> {
  const people = await readAdded(db, key, EVERYBODY);
  return people.filter((each) => all || mayComeIn(each)).map(shown);
}

/** Whoever has this token; null where nobody has. It is looked for by its hash, so that how long that takes tells nothing of it. */
export async function personWithToken(db: Db, key: string, token: string): Promise<Person | null> {
  const known = (await readAdded(db, key, tokenIs(digestOf(token)))).find(mayComeIn);
  return known === undefined ? null : toPerson(known);
}

/**
 * The person as they stand now, whoever they were when they came in.
 * @throws {KamikitError} `declined` for one who was revoked meanwhile, `read_only` for one who only looks.
 */
export async function asTheyStand(
  db: Db,
  key: string,
  person: Person,
  told?: readonly EventRow[],
): Promise<Person> {
  const now = isOfIssuer(person.name)
    ? person
    : (await readAdded(db, key, nameIs(person.name), told)).findLast(mayComeIn);
  if (now === undefined) throw revoked(person.name);
  if (now.role === 'viewer') throw onlyLooks(person.name);
  return toPerson(now);
}

/** The limits of whoever wished for an entry; null where they are nobody of ours, and the limits of all bind alone. */
export async function limitsOf(db: Db, key: string, name: string | null): Promise<Person | null> {
  if (name === null || isOfIssuer(name)) return null;
  const known = (await readAdded(db, key, nameIs(name))).at(-1);
  return known === undefined ? null : toPerson(known);
}

/** The same, of whoever may still wish for it. @throws {KamikitError} `declined`, `read_only`. */
export async function limitsAsTheyStand(db: Db, key: string, name: string | null): Promise<Person | null> {
  const person = await limitsOf(db, key, name);
  return person && asTheyStand(db, key, person);
}

/** @throws {KamikitError} `declined`, `read_only`: what only an owner may do. */
export async function assertOwner(db: Db, key: string, person: Person): Promise<void> {
  const { name, role } = await asTheyStand(db, key, person);
  if (role !== 'owner') throw notAnOwner(name);
}

const toldOfPeople = statement((db, { pattern }: Places<{ pattern: string }>) =>
  db
    .selectFrom('events')
    .selectAll()
    .where('entry_id', 'is', null)
    .where('action', 'in', [PERSON_ADDED, PERSON_REVOKED])
    .where('detail', 'like', pattern)
    .orderBy('seq'),
);

/** What is told of whoever it is about, and perhaps of some others: of many people nobody else is read with every order. */
const told = (about: string) => toldOfPeople({ pattern: `%${about}%` });

// As a detail says it: it is written here, and whatever a hand spelt otherwise is not signed.
const EVERYBODY = '';
const nameIs = (name: string) => `"person":${JSON.stringify(name)}`;
const tokenIs = (hash: string) => `"token":${JSON.stringify(hash)}`;

/** What is to be read of a person, for `asTheyStand`. */
export const toldOfPerson = ({ name }: Person) => told(nameIs(name));

interface Added extends KnownPerson {
  /** SHA-256 of the token, in base64url. */
  token: string;
}

/**
 * People are what the signed events say, and nothing else: there is no table of them that a hand at the file could write to.
 * Who of them may come in the last event says: one whose revocation was removed stays out.
 */
async function readAdded(db: Db, key: string, about: string, read?: readonly EventRow[]): Promise<Added[]> {
  const [[last = null], events] =
    read === undefined ? await together(db, latestEvent({}), told(about)) : [[await lastEvent(db)], read];
  const standing = (await wordOf(db, last, key)).people;
  const added: Added[] = [];
  for (const event of events) {
    if (!event.detail?.includes(about) || !isSigned(event, key)) continue;
    const { action, detail, at_ms } = event;
    const { person: name, role, daily_budget, max_order, token, by } = JSON.parse(detail);
    const at = formatShanghaiTime(at_ms);
    const last = added.findLast((each) => each.name === name);
    if (last !== undefined) last.revoked_at ??= at;
    if (action !== PERSON_ADDED) continue;
    added.push({
      ...{ name, role, daily_budget, max_order, token },
      added_at: at,
      added_by: by,
      revoked_at: null,
    });
  }
  return added.map((each) =>
    each.revoked_at === null && standing[each.name] !== markOf(each.token)
      ? { ...each, revoked_at: each.added_at }
      : each,
  );
}

function mayComeIn({ revoked_at }: Added): boolean {
  return revoked_at === null;
}

function shown({ token: _, ...person }: Added): KnownPerson {
  return person;
}

function toPerson({ name, role, daily_budget, max_order }: Person): Person {
  return { name, role, daily_budget, max_order };
}

/** Whether another issuer vouches for them: what they may spend, only their token tells. */
export function isOfIssuer(name: string): boolean {
  return name.includes(OF_AN_ISSUER);
}

/** SHA-256 in base64url. */
function digestOf(token: string): string {
  return hash('sha256', token, 'base64url');
}

function assertUsable({ name, role, daily_budget, max_order }: Person): void {
  if (!NAME.test(name))
    throw invalid('a name has 1 to 40 letters and digits, and ., _ or - between or behind them');
  if (!ROLES.includes(role)) throw invalid(`a role is one of ${ROLES.join(', ')}`);
  for (const limit of [daily_budget, max_order])
    if (limit !== null && compareMoney(limit, addMoney()) < 0) throw invalid('a limit must not be negative');
  if (role === 'viewer' && (daily_budget !== null || max_order !== null))
    throw invalid('a viewer spends nothing, so there is nothing to limit');
}

function invalid(what: string): KamikitError {
  return new KamikitError(`Nobody was added: ${what}.`, {
    ...{ code: 'invalid_request', outcome: 'not_committed' },
  });
}

function revoked(name: string): KamikitError {
  return new KamikitError(`${name} may not use this ledger any more. Nothing was sent.`, {
    ...{ code: 'declined', outcome: 'not_committed', neverSent: true },
  });
}

function onlyLooks(name: string): KamikitError {
  return new KamikitError(`${name} may look at this ledger, and not spend or change anything.`, {
    ...{ code: 'read_only', outcome: 'not_committed', neverSent: true },
  });
}

function notAnOwner(name: string): KamikitError {
  return new KamikitError(`Only an owner may do this, and ${name} is none.`, {
    ...{ code: 'read_only', outcome: 'not_committed', neverSent: true },
  });
}
