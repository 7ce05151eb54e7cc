import { join } from 'node:path';
import { KamikitError, type Outcome, parseMoney } from '@kamikit/core';
import { expect, it, onTestFinished } from 'vitest';
import { createLedger } from './create-ledger.ts';
import { type LedgerDatabase, UnansweredCommit } from './database.ts';
import { type LedgerSettings, openLedger } from './index.ts';
import { openDatabase } from './open-ledger.ts';
import { delivered, scratchFolder, upstream, wish } from './testing/scratch.ts';
import { byHand, placeAt } from './testing/store.ts';
import { thisUser } from './this-user.ts';

type Fate = 'told' | 'kept, untold' | 'lost, untold' | 'refused' | 'refused for good';

/** A ledger that is not told, from when on the test says, what became of its commits. */
async function unsure(settings: LedgerSettings = {}) {
  const path = join(scratchFolder(), 'ledger.db');
  const place = await placeAt(path);
  const { chain, database } = await openDatabase(place, 10_000);
  let fate: Fate = 'told';
  let writes = 0;
  const failure = (outcome: Outcome, cause: Error) => {
    const retryable = fate !== 'refused for good';
    return new KamikitError('no', { code: 'config_invalid', outcome, retryable, cause });
  };
  const write: LedgerDatabase['write'] = async (work, outcome, options) => {
    writes += 1;
    if (fate === 'told') return database.write(work, outcome, options);
    const untold = failure(outcome, new UnansweredCommit(0, null));
    if (fate === 'kept, untold') {
      await database.write(work, outcome, options);
      throw untold;
    }
    const thrown = fate === 'lost, untold' ? untold : failure(outcome, new Error('refused'));
    return database.write(async (trx) => {
      await work(trx);
      throw thrown;
    }, outcome);
  };
  const ledger = createLedger({ ...database, write }, chain, settings);
  onTestFinished(() => ledger.close());
  const become = (next: Fate) => {
    fate = next;
    writes = 0;
  };
  return { ledger, path, place, become, writes: () => writes };
}

/** One that was about to send something, and can be told again. */
async function unsent(settings: LedgerSettings = {}, asked = wish()) {
  const opened = await unsure(settings);
  opened.become('kept, untold');
  const shop = upstream(delivered);
  await expect(opened.ledger.execute(asked, shop.send)).rejects.toThrow('no');
  expect(shop.orders).toEqual([]);
  opened.become('told');
  return { ...opened, shop };
}

const states = async (path: string) =>
  (await byHand(path, 'select state from entries order by created_ms')).map(({ state }) => state);

it('what was not sent, as nobody could tell whether it was recorded, frees its key with the next wish', async () => {
  const { ledger, path, shop } = await unsent();
  expect(await states(path)).toEqual(['sent']);
  expect(await ledger.replay(wish())).toBeNull();
  expect(await ledger.execute(wish(), shop.send)).toMatchObject(delivered);
  expect(shop.orders).toHaveLength(1);
  expect(await states(path)).toEqual(['refused', 'completed']);
  const { entries } = await ledger.list({ state: 'refused' });
  expect(entries).toMatchObject([
    {
      never_sent: true,
      error: { code: 'unreachable', message: expect.stringContaining('was not sent'), retryable: true },
    },
  ]);
  expect(await ledger.verify()).toEqual([]);
});

it('and so does what was not recorded at all', async () => {
  const { ledger, path, become } = await unsure();
  become('lost, untold');
  const shop = upstream(delivered);
  await expect(ledger.execute(wish(), shop.send)).rejects.toThrow('no');
  become('told');
  expect(await ledger.execute(wish(), shop.send)).toMatchObject(delivered);
  expect(await states(path)).toEqual(['completed']);
});

it('it does not count, though nobody asks for it again; and is looked for once', async () => {
  const { ledger, shop, become, writes } = await unsent({ dailyBudget: parseMoney(20) });
  const other = wish({ idempotencyKey: 'another', amount: parseMoney(20) });
  expect(await ledger.execute(other, shop.send)).toMatchObject(delivered);
  become('told');
  await Promise.all([
    ledger.budget(),
    ledger.replay(other),
    ledger.assertAllowed({ ...other, amount: null }),
  ]);
  expect(writes()).toBe(0);
});

it('by several that ask at once, too', async () => {
  const { ledger, become, writes } = await unsent();
  become('told');
  const budgets = await Promise.all([ledger.budget(), ledger.budget()]);
  expect(budgets).toMatchObject([{ spent_today: '0' }, { spent_today: '0' }]);
  expect(writes()).toBe(1);
});

it('what is known not to be recorded is not looked for', async () => {
  const { ledger, become, writes } = await unsure();
  become('refused');
  await expect(ledger.execute(wish(), upstream(delivered).send)).rejects.toThrow('no');
  become('told');
  await ledger.budget();
  expect(writes()).toBe(0);
});

it('what cannot be settled yet stands in the way, and is settled with the next wish', async () => {
  const { ledger, path, become } = await unsent();
  become('lost, untold');
  await expect(ledger.budget()).rejects.toThrow('no');
  await expect(ledger.recover()).rejects.toThrow('no');
  become('told');
  await ledger.assertAllowed(wish({ idempotencyKey: 'another' }));
  expect(await states(path)).toEqual(['refused']);
});

it('where the ledger can only be read, it is read', async () => {
  const { ledger, become } = await unsent();
  become('refused for good');
  expect(await ledger.budget()).toMatchObject({ spent_today: '3' });
});

it('what another process took for sent meanwhile is put right', async () => {
  const { ledger, path, place } = await unsent({ leaseMs: 1 });
  const other = await openLedger(place);
  onTestFinished(() => other.close());
  await expect.poll(() => other.recover().then(() => states(path))).toEqual(['unknown']);
  await ledger.recover();
  expect(await states(path)).toEqual(['refused']);
});

it('what somebody else holds by then is left to them', async () => {
  const { ledger, path } = await unsent();
  await byHand(path, `update entries set owner_token = 'another', owner_host = 'elsewhere'`);
  await ledger.recover();
  expect(await states(path)).toEqual(['sent']);
});

it('what awaits its owner goes on doing so, and is sent by whoever hears their word', async () => {
  const { ledger, path, place } = await unsent({}, wish({ approval: { quote: {}, validMs: 60_000 } }));
  const other = await openLedger(place);
  onTestFinished(() => other.close());
  const [row] = await byHand(path, 'select id, state from entries');
  expect(row?.state).toBe('awaiting_approval');
  await other.approve(String(row?.id), { by: 'owner' });
  await ledger.recover();
  expect(await other.markSent(String(row?.id))).toMatchObject({ state: 'sent' });
});

it('what was only prepared may still be sent by whoever finds it', async () => {
  const { ledger, path, become } = await unsure();
  become('kept, untold');
  await expect(ledger.prepare(wish())).rejects.toThrow('no');
  become('told');
  const { entry } = await ledger.prepare(wish());
  expect(await ledger.markSent(entry.id)).toMatchObject({ state: 'sent' });
  await ledger.recover();
  expect(await states(path)).toEqual(['sent']);
});

it('what is asked for under its key, while it is on its way, gives nothing of it up', async () => {
  const { ledger, path, become } = await unsure();
  const answer = Promise.withResolvers<void>();
  const sent = Promise.withResolvers<void>();
  const order = ledger.execute(wish(), async () => {
    sent.resolve();
    await answer.promise;
    return delivered;
  });
  await sent.promise;
  become('kept, untold');
  await expect(ledger.execute(wish(), upstream(delivered).send)).rejects.toThrow('no');
  become('told');
  await ledger.recover();
  expect(await states(path)).toEqual(['sent']);
  answer.resolve();
  expect(await order).toMatchObject(delivered);
});

it('what somebody wished for is given up by whoever has the ledger, and in nobody else’s name', async () => {
  const { ledger, path, become } = await unsure();
  const terms = { name: 'alice', role: 'buyer', daily_budget: null, max_order: null } as const;
  const { person } = await ledger.addPerson(terms, 'owner');
  become('kept, untold');
  await expect(ledger.as(person).execute(wish(), upstream(delivered).send)).rejects.toThrow('no');
  become('told');
  expect(await ledger.as(person).budget()).toMatchObject({ spent_today: '0' });
  const events = 'select who, to_state from events where entry_id is not null order by seq';
  expect(await byHand(path, events)).toEqual([
    { who: 'alice', to_state: 'prepared' },
    { who: 'alice', to_state: 'sent' },
    { who: thisUser(), to_state: 'refused' },
  ]);
});

it('what is damaged since stands in the way of nothing else', async () => {
  const { ledger, path, shop } = await unsent();
  await byHand(path, `update entries set evidence = '{'`);
  await ledger.recover();
  const other = wish({ idempotencyKey: 'another' });
  expect(await ledger.execute(other, shop.send)).toMatchObject(delivered);
});
