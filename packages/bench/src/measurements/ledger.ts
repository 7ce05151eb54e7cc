import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseMoney } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import { type Measure, pairs } from '../figure.ts';
import { inTurns, timed } from '../rounds.ts';
import { inScratch } from '../scratch.ts';

const ROUNDS = 15;
const PER_ROUND = 150;
// About as long as the orders take.
const COMMITS_PER_ROUND = 600;
const ROW = 'x'.repeat(400);

/** Whole purchases in the ledger, beside rows that bare SQLite makes durable with the same pragmas. */
export const measure: Measure = () =>
  inScratch(async (folder) => {
    const ledger = await openLedger({
      path: join(folder, 'ledger.sqlite'),
      integrity: { folder: join(folder, 'keys') },
      dailyBudget: parseMoney(1_000_000),
    });
    const plain = new DatabaseSync(join(folder, 'plain.sqlite'));
    plain.exec(
      'pragma journal_mode = wal; pragma synchronous = full; create table rows (id integer primary key, text text)',
    );
    const insert = plain.prepare('insert into rows (text) values (?)');
    let key = 0;
    const order = () => {
      key += 1;
      const wish = {
        kind: 'purchase',
        idempotencyKey: `key-${key}`,
        request: { goods_id: 1 },
        amount: parseMoney(1),
      };
      return ledger.execute(wish, async () => ({ state: 'completed', result: { cards: [`CARD-${key}`] } }));
    };
    const rate = (perRound: number, work: () => Promise<unknown>) => async () =>
      (perRound * 1000) /
      (await timed(async () => {
        for (let count = 0; count < perRound; count += 1) await work();
      }));
    const rates = await inTurns(
      ROUNDS,
      {
        orders: rate(PER_ROUND, order),
        commits: rate(COMMITS_PER_ROUND, async () => insert.run(ROW)),
      },
      1,
    );
    await ledger.close();
    plain.close();
    return [
      {
        what: 'whole purchases in the ledger',
        unit: 'a second',
        ...pairs(rates.orders, { what: 'durable commits of bare SQLite', values: rates.commits }, true),
        target: { of: 'ratio', least: 0.25 },
      },
    ];
  });
