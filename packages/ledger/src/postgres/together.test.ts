import { type Kysely, sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openChain } from '../chain.ts';
import { createLedger } from '../create-ledger.ts';
import type { LedgerSchema } from '../schema.ts';
import { ask, type Places, statement, together, written } from '../statement.ts';
import { delivered, scratchFolder, upstream, wish } from '../testing/scratch.ts';
import { byHand, isPostgres, placeAt } from '../testing/store.ts';
import { openPostgres } from './open-postgres.ts';

type Db = Kysely<LedgerSchema>;

interface Turn {
  account: string;
  paid_off_ms: number;
}

const insert = statement((db, row: Places<Turn>) => db.insertInto('turns').values(row).returning('account'));
const change = statement((db, { account, paid_off_ms }: Places<Turn>) =>
  db.updateTable('turns').set({ paid_off_ms }).where('account', '=', account).returning('account'),
);
const latestFirst = statement((db, _: object) =>
  db.selectFrom('turns').selectAll().orderBy('account', 'desc'),
);
const since = statement(
  (db, { ms }: Places<{ ms: number }>) =>
    db.selectFrom('turns').select('account').where('paid_off_ms', '>=', ms).orderBy('account'),
  { isPlannedAnew: true },
);

const [a, b] = [
  { account: "a's", paid_off_ms: 1 },
  { account: '$1', paid_off_ms: 1_796_000_000_000 },
];

describe.skipIf(!isPostgres)('what a server is asked together', () => {
  async function opened() {
    const path = scratchFolder();
    const { databaseUrl = '' } = await placeAt(path);
    const chain = openChain(undefined, databaseUrl);
    const database = await openPostgres(databaseUrl, 1000, chain);
    onTestFinished(() => database.close());
    const turns = () => database.read((db) => ask(db, latestFirst({})));
    return { database, chain, path, turns };
  }

  it('has its own rows each, as if it had been asked alone', async () => {
    const { database } = await opened();
    await database.write((trx) => written(trx, insert(a), insert(b)), 'unknown');
    const asked = [
      latestFirst({}),
      since({ ms: 2 }),
      null,
      since({ ms: 3 }),
      since({ ms: Number.MAX_SAFE_INTEGER }),
    ];
    const rows = await database.read((db) => together(db, latestFirst({}), ...asked));
    expect(rows).toEqual([[a, b], [a, b], [{ account: '$1' }], [], [{ account: '$1' }], []]);
  });

  it('and written without waiting is there for whatever comes after it', async () => {
    const { database, turns } = await opened();
    const seen = await database.write(async (trx) => {
      await written(trx, insert(a));
      await written(trx, change({ ...a, paid_off_ms: 2 }), insert(b));
      return ask(trx, since({ ms: 2 }));
    }, 'unknown');
    expect(seen).toEqual([{ account: '$1' }, { account: "a's" }]);
    expect(await turns()).toEqual([{ ...a, paid_off_ms: 2 }, b]);
  });

  it.each([
    ['the commit', async () => {}],
    ['a question that comes after it', (trx: Db) => ask(trx, latestFirst({}))],
    ['several that do', (trx: Db) => together(trx, since({ ms: 1 }), latestFirst({}), latestFirst({}))],
  ])('and written without waiting says by %s why it was not, and nothing is', async (_, after) => {
    const { database, turns } = await opened();
    const twice = database.write(async (trx) => {
      await written(trx, insert(b));
      await written(trx, insert(a), insert(a));
      await written(trx, insert({ ...a, account: 'c' }));
      await after(trx);
    }, 'unknown');
    await expect(twice).rejects.toThrow('duplicate key');
    expect(await turns()).toEqual([]);
  });

  it('and changes nothing where it was to change something is not committed', async () => {
    const { database, turns } = await opened();
    const nobodys = database.write((trx) => written(trx, insert(b), change(a)), 'unknown');
    await expect(nobodys).rejects.toThrow('what was to be changed is not as it was a moment ago');
    expect(await turns()).toEqual([]);
  });

  it('and written before the session was lost is written again', async () => {
    const { database, path, turns } = await opened();
    let runs = 0;
    await database.write(async (trx) => {
      runs += 1;
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      await written(trx, insert(a));
      if (runs === 1) await byHand(path, 'select pg_terminate_backend(?)', rows[0]?.pid ?? null);
    }, 'unknown');
    expect(runs).toBe(2);
    expect(await turns()).toEqual([a]);
  });

  it('and refused of one of several is refused by itself, though nobody had waited for it', async () => {
    const { database, turns } = await opened();
    const share = (row: Turn) =>
      database.write((trx) => written(trx, insert(row)), 'unknown', { mayShare: true });
    const c = { ...a, account: 'c' };
    const outcomes = await Promise.allSettled([c, a, b, a].map(share));
    const [first, one, second, other] = outcomes.map(({ status }) => status);
    expect([first, second]).toEqual(['fulfilled', 'fulfilled']);
    // By themselves they run side by side: either may be first.
    expect(new Set([one, other])).toEqual(new Set(['fulfilled', 'rejected']));
    const rows = await turns();
    expect(rows).toHaveLength(3);
    expect(rows).toEqual(expect.arrayContaining([c, a, b]));
  });

  it('with every order is planned once for all of them, on a ledger that knows many', async () => {
    const { database, chain, path } = await opened();
    const ledger = createLedger(database, chain, {});
    const shop = upstream(delivered);
    async function order(idempotencyKey: string) {
      const asked = wish({ idempotencyKey, likeness: { idempotencyKey }, evidence: { account: 'mine' } });
      await ledger.replay(asked);
      await ledger.execute(asked, shop.send);
    }
    await order('first');
    await byHand(
      path,
      `insert into entries select (jsonb_populate_record(e, jsonb_build_object('id', n, 'idempotency_key', n))).*
       from entries e, generate_series(1, 3000) n`,
    );
    await byHand(path, 'analyze entries');
    for (let number = 0; number < 20; number += 1) await order(`after ${number}`);
    // Of the one session that served it all: they came one after the other.
    const { rows } = await database.read((db) =>
      sql<{ statement: string; plans: number }>`
        select statement, custom_plans::int as plans from pg_prepared_statements
        where generic_plans + custom_plans >= 20`.execute(db),
    );
    // Two of them ask for what is later than some time.
    const often = rows.filter(({ statement }) => !statement.startsWith('select "id", "idempotency_key"'));
    expect(rows.length - often.length).toBe(2);
    expect(often.length).toBeGreaterThanOrEqual(6);
    for (const { plans, statement } of often) expect(plans, statement).toBeLessThan(12);
  });
});
