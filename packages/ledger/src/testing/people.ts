import { parseMoney } from '@kamikit/core';
import type { Ledger, Person } from '../index.ts';
import { clocked } from './clocked.ts';
import { delivered, type ScratchOptions, scratchFolder, upstream, wish } from './scratch.ts';
import { byHand } from './store.ts';

export function somebody(name: string, changes: Partial<Person> = {}): Person {
  return { name, role: 'buyer', daily_budget: null, max_order: null, ...changes };
}

/** A ledger with these people, each with a budget of 6 yuan a day, and a hand that runs SQL on its file. */
export async function shared(names: readonly string[], options: ScratchOptions = {}) {
  const opened = await clocked({ integrity: { folder: scratchFolder() }, ...options });
  const { ledger, path } = opened;
  const people = names.map((name) => somebody(name, { daily_budget: parseMoney(6) }));
  const tokens: Record<string, string> = {};
  for (const person of people) tokens[person.name] = (await ledger.addPerson(person, 'test')).token;
  const hands = Object.fromEntries(people.map((person) => [person.name, ledger.as(person)]));
  const of = (name: string): Ledger => hands[name] ?? ledger.as(somebody(name));
  const edit = (sql: string) => byHand(path, sql);
  return { ...opened, of, edit, tokens };
}

let count = 0;

/** Buys for three yuan, under a key of its own. */
export function buy(ledger: Ledger, changes: Parameters<typeof wish>[0] = {}, shop = upstream(delivered)) {
  count += 1;
  return ledger.execute(wish({ idempotencyKey: `key-${count}`, ...changes }), shop.send);
}
