import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KamikitError } from '@kamikit/core';
import { type Kysely, sql } from 'kysely';
import { expect, it } from 'vitest';
import { openChain } from '../chain.ts';
import { openLedger } from '../index.ts';
import { migrations } from '../migrations/in-order.ts';
import type { EntryRow, LedgerSchema } from '../schema.ts';
import { delivered, scratchFolder, scratchLedger, upstream, wish } from '../testing/scratch.ts';
import { openNodeSqlite } from './node-sqlite.ts';
import { openSqlite } from './open-sqlite.ts';

const openDatabase = () => {
  const path = join(scratchFolder(), 'ledger.db');
  return openSqlite(path, 0, openChain(undefined, path));
};

const plainRow: EntryRow = {
  id: '',
  kind: 'purchase',
  idempotency_key: 'k',
  fingerprint: '',
  state: 'sent',
  never_sent: 0,
  request: '{}',
  amount: null,
  agreed: null,
  charged: null,
  overcharged: 0,
  refund_shown: 0,
  cards: 0,
  likeness: null,
  goods: null,
  ...{ quote: null, quote_until_ms: null, decided_by: null, decided_ms: null, mandate: null },
  ...{ used: null, unused: null, account: null, good: null, quantity: null, job: null, job_item: null },
  reference: null,
  result: null,
  evidence: '{}',
  error: null,
  advice: null,
  day: '2026-11-20',
  owner_host: 'here',
  owner_pid: 1,
  owner_token: 't',
  lease_until_ms: 0,
  created_ms: 0,
  sent_ms: null,
  updated_ms: 0,
  look_ms: null,
  person: null,
};

it('commits are durable: write-ahead log, full synchronisation', async () => {
  const database = await openDatabase();
  const pragma = async (name: string) =>
    (await database.read((db) => sql.raw<object>(`pragma ${name}`).execute(db))).rows[0];
  expect(await pragma('journal_mode')).toEqual({ journal_mode: 'wal' });
  expect(await pragma('synchronous')).toEqual({ synchronous: 2 });
  await database.close();
});

it('only what a power cut may forget does not wait for the disk, and only as long as it is written', async () => {
  const database = await openDatabase();
  // Its value is compiled into the text: each reading has one of its own.
  const synchronous = (text: string) => (db: Kysely<LedgerSchema>) => sql.raw<object>(text).execute(db);
  const write = async (text: string, mayBeForgotten: boolean) =>
    (await database.write(synchronous(text), 'unknown', { mayBeForgotten })).rows;
  for (const turn of ['', ' ']) {
    expect(await write(`pragma synchronous${turn}`, true)).toEqual([{ synchronous: 1 }]);
    expect(await write(`pragma  synchronous${turn}`, false)).toEqual([{ synchronous: 2 }]);
  }
  const unsaid = await database.write(synchronous('pragma    synchronous'), 'unknown');
  expect(unsaid.rows).toEqual([{ synchronous: 2 }]);
  await expect(
    database.write(() => Promise.reject(new Error('no')), 'unknown', { mayBeForgotten: true }),
  ).rejects.toThrow('no');
  expect(await write('pragma   synchronous', false)).toEqual([{ synchronous: 2 }]);
  await database.close();
});

it('a snapshot stays as it was, and keeps nobody from writing', async () => {
  const path = join(scratchFolder(), 'ledger.db');
  const database = await openSqlite(path, 0, openChain(undefined, path));
  const ledger = await scratchLedger({ path, busyTimeoutMs: 0 });
  const seen = await database.snapshot(async (db) => {
    const count = async () => (await db.selectFrom('entries').select('id').execute()).length;
    const before = await count();
    await ledger.prepare(wish());
    return [before, await count()];
  });
  expect(seen).toEqual([0, 0]);
  expect(await database.read((db) => db.selectFrom('entries').select('id').execute())).toHaveLength(1);
  await database.close();
});

it('the file itself refuses a second entry that uses up the same key', async () => {
  const database = await openDatabase();
  const row = { ...plainRow, id: 'first' };
  const insert = (values: EntryRow) =>
    database.read((db) => db.insertInto('entries').values(values).execute());
  await insert({ ...row, id: 'never sent', never_sent: 1 });
  await insert(row);
  await expect(insert({ ...row, id: 'second' })).rejects.toThrow(KamikitError);
  await insert({ ...row, id: 'another kind', kind: 'supplier_trade' });
  await database.close();
});

it('a ledger from a newer version is left alone', async () => {
  const path = join(scratchFolder(), 'ledger.db');
  const db = openNodeSqlite(path);
  db.exec(`pragma user_version = ${migrations.length + 1}`);
  db.close();
  await expect(openLedger({ path })).rejects.toMatchObject({
    code: 'config_invalid',
    outcome: 'not_committed',
    message: expect.stringMatching(/ledger\.db was written by a newer version/),
  });
  await expect(openSqlite(path, 0, openChain(undefined, path))).rejects.toMatchObject({
    code: 'config_invalid',
  });
});

it('a ledger of this version is opened while another program writes to it', async () => {
  const path = join(scratchFolder(), 'ledger.db');
  await (await openLedger({ path })).close();
  const other = openNodeSqlite(path);
  other.exec('begin immediate');
  const database = await openSqlite(path, 0, openChain(undefined, path));
  other.exec('rollback');
  other.close();
  await database.close();
});

it('a program that runs stops writing once a newer version has upgraded the file', async () => {
  const path = join(scratchFolder(), 'ledger.db');
  const ledger = await scratchLedger({ path });
  const { entry } = await ledger.prepare(wish());
  const newer = openNodeSqlite(path);
  newer.exec(`alter table entries add column more text; pragma user_version = ${migrations.length + 1}`);
  const shop = upstream(delivered);
  await expect(ledger.execute(wish({ idempotencyKey: 'another' }), shop.send)).rejects.toMatchObject({
    ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true },
    message: expect.stringContaining('newer version'),
  });
  expect(shop.orders).toEqual([]);
  await expect(ledger.markSent(entry.id)).rejects.toMatchObject({ code: 'config_invalid' });
  expect(newer.prepare('select state from entries').all()).toEqual([{ state: 'prepared' }]);
  newer.close();
  expect(await ledger.find('purchase', 'k')).toMatchObject({ state: 'prepared' });
});

it('an answer that arrives after the upgrade still reaches its buyer', async () => {
  const path = join(scratchFolder(), 'ledger.db');
  const ledger = await scratchLedger({ path });
  const entry = await ledger.execute(wish(), async () => {
    const newer = openNodeSqlite(path);
    newer.exec(`pragma user_version = ${migrations.length + 1}`);
    newer.close();
    return delivered;
  });
  expect(entry).toMatchObject({ ...delivered, notice: expect.stringContaining('newer version') });
});

it('a file that is not a ledger is refused and left unchanged', async () => {
  const path = join(scratchFolder(), 'ledger.db');
  const text = 'my shopping list '.repeat(1000);
  writeFileSync(path, text);
  await expect(openLedger({ path })).rejects.toMatchObject({
    code: 'config_invalid',
    outcome: 'not_committed',
    message: expect.stringMatching(/ledger\.db is damaged or not a ledger/),
    hint: expect.stringContaining('Move the file away'),
  });
  expect(readFileSync(path, 'utf8')).toBe(text);
});

it('a ledger whose pages were overwritten is refused, and nothing is sent', async () => {
  const path = join(scratchFolder(), 'ledger.db');
  const ledger = await scratchLedger({ path });
  await ledger.prepare(wish());
  await ledger.close();
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0xa5, 4096));
  await expect(openLedger({ path })).rejects.toMatchObject({
    code: 'config_invalid',
    outcome: 'not_committed',
    message: expect.stringMatching(/ledger\.db is damaged or not a ledger/),
  });
});

// Not by permissions, which root ignores: below a file, in a folder where nobody can make one, on a folder itself.
it.each(['file/ledger.db', 'file/deeper/ledger.db', 'folder', '/proc/ledger.db', '/dev/null/ledger.db'])(
  'a ledger at %s cannot be opened, says where, and what to do',
  async (place) => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'folder'));
    const path = place.startsWith('/') ? place : join(folder, place);
    await expect(openLedger({ path })).rejects.toMatchObject({
      code: 'config_invalid',
      outcome: 'not_committed',
      message: expect.stringContaining(path),
      hint: expect.stringContaining('folder'),
    });
  },
);

it('a full disk is reported as such, and what was there stays readable', async () => {
  const database = await openDatabase();
  const pages = await database.read((db) => sql<{ page_count: number }>`pragma page_count`.execute(db));
  await database.read((db) => sql.raw(`pragma max_page_count = ${pages.rows[0]?.page_count}`).execute(db));
  const fill = database.write((trx) => sql`create table more (text)`.execute(trx), 'not_committed');
  await expect(fill).rejects.toMatchObject({
    code: 'config_invalid',
    outcome: 'not_committed',
    message: expect.stringContaining('the disk is full'),
  });
  expect(await database.read((db) => db.selectFrom('entries').selectAll().execute())).toEqual([]);
  await database.close();
});

it('a file that another program holds is reported as locked, in our own words', async () => {
  const path = join(scratchFolder(), 'ledger.db');
  const ledger = await scratchLedger({ path, busyTimeoutMs: 0 });
  const other = openNodeSqlite(path);
  other.exec('begin immediate');
  await expect(ledger.prepare(wish())).rejects.toMatchObject({
    code: 'config_invalid',
    outcome: 'not_committed',
    retryable: true,
    message: expect.stringContaining('locked by another process'),
  });
  other.exec('rollback');
  other.close();
  expect(await ledger.prepare(wish())).toMatchObject({ existing: false });
});

it('two ledgers of one process on one file wait for each other', async () => {
  const path = join(scratchFolder(), 'ledger.db');
  const ledgers = [await scratchLedger({ path }), await scratchLedger({ path })];
  const prepared = ledgers.flatMap((ledger, which) =>
    Array.from({ length: 20 }, (_, number) => ledger.prepare(wish({ idempotencyKey: `${which}-${number}` }))),
  );
  expect(await Promise.all(prepared)).toHaveLength(40);
});

it('nothing is created until a ledger is opened', async () => {
  const folder = join(scratchFolder(), 'data');
  expect(existsSync(folder)).toBe(false);
  await (await openLedger({ path: join(folder, 'ledger.db') })).close();
  expect(existsSync(join(folder, 'ledger.db'))).toBe(true);
});
