import { describe, expect, it } from 'vitest';
import { asked } from './testing/clocked.ts';
import { buy, shared, somebody } from './testing/people.ts';
import { refusal, upstream } from './testing/scratch.ts';

const DAY_MS = 24 * 60 * 60_000;

describe('what people spent today', () => {
  it('is what their budgets are decided by: what awaits its owner counts, what was refused does not', async () => {
    const { ledger, of } = await shared(['alice', '李雷', 'carol']);
    await buy(of('alice'));
    await of('alice').prepare(asked({ idempotencyKey: 'waits' }));
    await expect(buy(of('李雷'), {}, upstream(refusal()))).rejects.toMatchObject({ code: 'out_of_stock' });
    await buy(ledger);
    expect(await ledger.peopleToday()).toMatchObject([
      { name: 'alice', known: { daily_budget: '6', role: 'buyer' }, spent_today: '6' },
      { name: '李雷', spent_today: '0' },
      { name: 'carol', spent_today: '0' },
    ]);
    for (const { name, spent_today } of await ledger.peopleToday())
      expect(await of(name).budget()).toMatchObject({ spent_today });
    await expect(buy(of('alice'))).rejects.toMatchObject({ code: 'over_budget' });
  });

  it('is told of those who may come in, and of others as long as they spent something that day', async () => {
    const { ledger, of, clock } = await shared(['alice', 'bob', 'carol']);
    const elsewhere = '7@https://issuer.example/';
    await buy(of('bob'));
    await buy(of(elsewhere));
    for (const name of ['bob', 'carol']) await ledger.revokePerson(name, 'test');
    await ledger.addPerson(somebody('carol', { role: 'viewer' }), 'test');
    expect(await ledger.peopleToday()).toMatchObject([
      { name: 'alice', spent_today: '0' },
      { name: 'carol', known: { role: 'viewer', revoked_at: null } },
      { name: 'bob', known: { revoked_at: expect.any(String) }, spent_today: '3' },
      { name: elsewhere, known: null, spent_today: '3' },
    ]);
    clock.ms += DAY_MS;
    expect((await ledger.peopleToday()).map(({ name }) => name)).toEqual(['alice', 'carol']);
  });
});
