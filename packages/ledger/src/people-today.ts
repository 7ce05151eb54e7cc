import { addMoney, type Money, shanghaiDay } from '@kamikit/core';
import type { Kysely } from 'kysely';
import { addUp, awaitingBut, countedOn, spentBy } from './counted.ts';
import { type KnownPerson, readPeople } from './people.ts';
import type { LedgerSchema } from './schema.ts';
import { ask } from './statement.ts';

/** Somebody, and what counts today against a budget of their own, in yuan. */
export interface PersonToday {
  name: string;
  /** As they were added last; null where another issuer vouches for them, whose tokens alone tell their role and limits. */
  known: KnownPerson | null;
  spent_today: Money;
}

/** Those who may come in, in the order in which they were added, then whoever else spent something today. */
export async function peopleToday(
  db: Kysely<LedgerSchema>,
  key: string,
  nowMs: number,
): Promise<PersonToday[]> {
  const counts = [await countedOn(db, shanghaiDay(nowMs)), addUp(await ask(db, awaitingBut('', nowMs)))];
  const known = new Map((await readPeople(db, key, { all: true })).map((each) => [each.name, each]));
  const spenders = counts.flatMap(({ people }) => Object.keys(people));
  const mayComeIn = [...known.values()].filter(({ revoked_at }) => revoked_at === null);
  return [...new Set([...mayComeIn.map(({ name }) => name), ...spenders])].map((name) => ({
    ...{ name, known: known.get(name) ?? null },
    spent_today: addMoney(...counts.map((each) => spentBy(each, name))),
  }));
}
