import { join } from 'node:path';
import { KamikitError } from '@kamikit/core';
import { expect, it, onTestFinished } from 'vitest';
import { createLedger } from './create-ledger.ts';
import type { LedgerDatabase } from './database.ts';
import { openLedger, type Settlement } from './index.ts';
import { openDatabase } from './open-ledger.ts';
import { scratchFolder, upstream, wish } from './testing/scratch.ts';
import { byHand, placeAt } from './testing/store.ts';

const numbered: Settlement = { state: 'completed', reference: 'N-1', result: { cards: ['A-1'] } };

/** A ledger whose database is away, or takes nothing but new entries, from when on the test says. */
async function failing() {
  const path = join(scratchFolder(), 'ledger.db');
  const place = await placeAt(path);
  const { chain, database } = await openDatabase(place, 10_000);
  const state = { takes: 'all' as 'all' | 'nothing' | 'new entries' };
  const write: LedgerDatabase['write'] = async (work, outcome, options) => {
    const isNew = outcome === 'not_committed' && options?.mayShare === true;
    if (state.takes === 'all' || (state.takes === 'new entries' && isNew))
      return database.write(work, outcome, options);
    throw new KamikitError('no', { code: 'config_invalid', outcome, retryable: state.takes === 'nothing' });
  };
  const ledger = createLedger({ ...database, write }, chain, {});
  onTestFinished(() => ledger.close());
  const shop = upstream(numbered);
  /** Whose outcome cannot be recorded. */
  async function bought(takes: typeof state.takes) {
    const entry = await ledger.execute(wish(), (sent) => {
      state.takes = takes;
      return shop.send(sent);
    });
    expect(entry).toMatchObject({ ...numbered, notice: expect.stringContaining('could not be recorded') });
    return entry;
  }
  return { ledger, path, place, state, shop, bought };
}

const states = async (path: string) =>
  (await byHand(path, 'select state from entries')).map((row) => row.state);

it('what was sent, and could not be recorded, is recorded before its key is answered again', async () => {
  const { ledger, path, state, shop, bought } = await failing();
  await bought('nothing');
  expect(await states(path)).toEqual(['sent']);
  await expect(ledger.replay(wish())).rejects.toThrow('no');
  state.takes = 'all';
  expect(await ledger.execute(wish(), shop.send)).toMatchObject(numbered);
  expect(shop.orders).toHaveLength(1);
  expect(await states(path)).toEqual(['completed']);
  expect(await ledger.verify()).toEqual([]);
});

it('or by whoever looks at what is open, though another process gave it up meanwhile', async () => {
  const { ledger, path, place, state, bought } = await failing();
  const { id } = await bought('nothing');
  const other = await openLedger({ ...place, now: () => Date.now() + 10 * 60_000 });
  onTestFinished(() => other.close());
  await other.recover();
  expect(await states(path)).toEqual(['unknown']);
  state.takes = 'all';
  await ledger.claimDue({ limit: 1 });
  expect(await other.get(id)).toMatchObject(numbered);
  expect(await other.verify()).toEqual([]);
  const events = 'select seq from events';
  const recorded = await byHand(path, events);
  await ledger.claimDue({ limit: 1 });
  expect(await byHand(path, events)).toEqual(recorded);
});

it('or as its process ends', async () => {
  const { ledger, path, state, bought } = await failing();
  await bought('nothing');
  state.takes = 'all';
  await ledger.close();
  expect(await states(path)).toEqual(['completed']);
});

it('and where it cannot be then, the process ends all the same', async () => {
  const { ledger, path, bought } = await failing();
  await bought('nothing');
  await ledger.close();
  expect(await states(path)).toEqual(['sent']);
});

it('until then nothing else is sent, and what can be read is read', async () => {
  const { ledger, state, shop, bought } = await failing();
  await bought('new entries');
  await expect(ledger.execute(wish({ idempotencyKey: 'another' }), shop.send)).rejects.toThrow('no');
  expect(shop.orders).toHaveLength(1);
  expect(await ledger.budget()).toMatchObject({ spent_today: '3' });
  state.takes = 'all';
  await ledger.execute(wish({ idempotencyKey: 'another', request: { goods: 2 } }), shop.send);
  expect(shop.orders).toHaveLength(2);
});

it.each([
  'delete from entries',
  "update entries set evidence = '{'",
  "update entries set sent_ms = null, state = 'prepared'",
])('what is not there as it was stands in the way of nothing else: %s', async (change) => {
  const { ledger, path, state, shop, bought } = await failing();
  await bought('nothing');
  await byHand(path, change);
  state.takes = 'all';
  await ledger.recover();
  const other = wish({ idempotencyKey: 'another', request: { goods: 2 } });
  expect(await ledger.execute(other, shop.send)).toMatchObject({ state: 'completed' });
});
