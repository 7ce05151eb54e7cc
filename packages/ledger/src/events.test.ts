import { expect, it } from 'vitest';
import { openChain } from './chain.ts';
import { acceptPast, contentOf } from './events.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import { clocked } from './testing/clocked.ts';
import { delivered, scratchFolder, upstream, wish } from './testing/scratch.ts';
import { byHand } from './testing/store.ts';

it('an entry has the content by which events on disk know it, in whatever order its columns are read', () => {
  const known = '5620cf8000ca87f9991e2a903a66c01ba024f7f23a002cef738bbee72af55b17';
  expect(contentOf({ state: 'sent', id: 'e', amount: '3', error: null })).toBe(known);
  expect(contentOf({ amount: '3', error: null, state: 'sent', id: 'e' })).toBe(known);
  expect(contentOf({ amount: '4', error: null, state: 'sent', id: 'e' })).not.toBe(known);
});

it('who holds an entry, and when it is looked at again, is none of its content', () => {
  const held = { owner_host: 'h', owner_pid: 7, owner_token: 't', lease_until_ms: 1, look_ms: 2 };
  expect(contentOf({ id: 'e', ...held })).toBe(contentOf({ id: 'e' }));
});

it('each event of an entry tells how it stood before, and how it stands', async () => {
  const { ledger } = await clocked();
  const { id } = await ledger.execute(wish(), upstream(delivered).send);
  expect(await ledger.timeline(id)).toMatchObject([
    { action: 'prepared', from: null, to: 'prepared' },
    { from: 'prepared', to: 'sent' },
    { from: 'sent', to: 'completed' },
  ]);
});

it('the owner’s word is held by the event that tells of it, also where nothing was bought before', async () => {
  const { ledger, path } = await clocked();
  await ledger.stop('me');
  const [event] = await byHand(path, 'select counted from events');
  expect(JSON.parse(String(event?.counted))).toMatchObject({ stop: { by: 'me' } });
});

it('where nobody else has spent anything, an event has no sums of people', async () => {
  const { ledger, path } = await clocked();
  await ledger.prepare(wish());
  const [event] = await byHand(path, 'select counted from events');
  expect(JSON.parse(String(event?.counted))).toEqual({
    ...{ day: '2026-11-20', spent: '3', cards: 0 },
    ...{ stop: null, mandates: {}, people: {} },
  });
});

it('nobody accepts a past outside of a transaction of the ledger', async () => {
  const path = `${scratchFolder()}/ledger.db`;
  const database = await openSqlite(path, 1000, openChain(undefined, path));
  await expect(database.read(async (db) => acceptPast(db))).rejects.toThrow(TypeError);
  await database.close();
});
