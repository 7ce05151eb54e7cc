import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import type { Ledger } from './index.ts';
import { asked, clocked } from './testing/clocked.ts';
import { job } from './testing/jobs.ts';
import { somebody } from './testing/people.ts';

async function team(names: readonly string[]) {
  const { ledger, clock } = await clocked();
  const people = names.map((name) => somebody(name));
  for (const person of people) await ledger.addPerson(person, 'test');
  return { ledger, clock, of: people.map((person) => ledger.as(person)) };
}

describe('what awaits its owner', () => {
  it('is everybody’s in turns, the oldest first, however much one asks for', async () => {
    const { ledger, clock, of } = await team(['alice', '李雷']);
    const [alice = ledger, lilei = ledger] = of;
    const ask = async (whose: Ledger, idempotencyKey: string) => {
      clock.ms += 1_000;
      return whose.prepare(asked({ idempotencyKey, request: { goods: idempotencyKey } }));
    };
    for (const key of ['a1', 'a2', 'a3']) await ask(alice, key);
    await ask(lilei, 'l1');
    for (const key of ['a4', 'a5']) await ask(alice, key);
    await ask(ledger, 'own');
    const keys = async (limit: number) => {
      const { entries, total } = await ledger.askedEntries(limit);
      expect(total).toBe(7);
      return entries.map((entry) => entry.idempotency_key);
    };
    expect(await keys(3)).toEqual(['a1', 'l1', 'own']);
    expect(await keys(5)).toEqual(['a1', 'a2', 'a3', 'l1', 'own']);
    expect(await keys(9)).toEqual(['a1', 'a2', 'a3', 'l1', 'a4', 'a5', 'own']);
  });

  it('of jobs too, priced ones alone or with those that are being priced', async () => {
    const { ledger, clock, of } = await team(['alice', 'bob']);
    const [alice = ledger, bob = ledger] = of;
    const ask = async (whose: Ledger, idempotencyKey: string) => {
      clock.ms += 1_000;
      return (await whose.startJob(job({ idempotencyKey, items: [{ goods: 1 }], needsWord: true }))).job.id;
    };
    const [first, second] = [await ask(alice, '1'), await ask(alice, '2')];
    const unpriced = await ask(alice, '3');
    const bobs = await ask(bob, '1');
    // Nobody is asked about a restock.
    await ledger.startJob(job({ idempotencyKey: 'r', items: [{ goods: 1 }], needsWord: 'by mandate' }));
    const quote = {
      ...{ total: parseMoney(3), name: 'A card', specification: null, quantity: 1 },
      ...{ account: 'shop', good: null },
    };
    for (const id of [first, second, bobs]) await ledger.quoteItems(id, [{ number: 1, quote }]);
    expect(await ledger.askedJobs()).toEqual([first, bobs, second]);
    expect(await ledger.askedJobs({ evenUnpriced: true })).toEqual([first, bobs, second, unpriced]);
  });
});
