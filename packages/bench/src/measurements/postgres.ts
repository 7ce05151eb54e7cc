import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openLedger } from '@kamikit/ledger';
import { startPostgres } from '@kamikit/scratch-postgres';
import { Pool } from 'pg';
import { BUILT } from '../built.ts';
import { type Measure, pairs, spread } from '../figure.ts';
import { piecesAt } from '../pieces.ts';
import { inTurns, timed } from '../rounds.ts';
import { inScratch } from '../scratch.ts';
import { type Served, served } from '../served.ts';

const ROUNDS = 3;
const PER_ROUND = 1000;
// Whoever buys finds servers that run: what they do for the first time costs them up to three times as much.
const WARM_ROUNDS = 4;
const INSTANCES = 4;
const PEOPLE = 20;
const ROW = 'x'.repeat(400);
/**
 * Purchases by many at once over HTTP, at several instances on one database, and then the same orders in the ledger alone, by as
 * many programs; beside commits of one row by as many clients.
 */
export const measure: Measure = () =>
  inScratch(async (folder) => {
    const postgres = await startPostgres({ isDurable: true });
    const shop = fork(join(import.meta.dirname, '..', 'rich-shop.ts'));
    const [storefront] = await once(shop, 'message');
    const { url, apiKey }: { url: string; apiKey: string } = storefront;
    const tokens = await addPeople(postgres.url, folder);
    const env = {
      KAMIKIT_STOREFRONT_URL: url,
      KAMIKIT_STOREFRONT_API_KEY: apiKey,
      KAMIKIT_DATABASE_URL: postgres.url,
      KAMIKIT_CONFIRM: 'never',
      KAMIKIT_RATE_LIMIT: 'none',
      KAMIKIT_DAILY_BUDGET: 'none',
      KAMIKIT_MAX_ORDER_TOTAL: 'none',
      KAMIKIT_DATA_DIR: folder,
      XDG_CONFIG_HOME: folder,
      KAMIKIT_LOG_LEVEL: 'silent',
    };
    const instances: Served[] = [];
    // One after the other: they write their addresses into one folder.
    while (instances.length < INSTANCES) instances.push(await served(BUILT, env));
    const pool = new Pool({ connectionString: postgres.url, max: PEOPLE });
    await pool.query('create table rows (id bigserial primary key, text text)');
    const pieces = await piecesAt({ url, apiKey });
    let last = 0;
    const buy = (of: number) => {
      const number = last++;
      const { goods_id, sub_id, price } = pieces[number] ?? {};
      const wish = { goods_id, sub_id, quantity: 1, max_total: String(price), mode: 'sync', again: true };
      const args = { ...wish, idempotency_key: `key ${number}` };
      return instances[number % INSTANCES]?.call(tokens[of] ?? '', 'purchase', args);
    };
    const commits = () => rate(PER_ROUND, () => pool.query('insert into rows (text) values ($1)', [ROW]));
    const purchases = () => rate(PER_ROUND, buy);
    const first = await purchases();
    const overHttp = await inTurns(ROUNDS, { purchases, commits }, WARM_ROUNDS - 1);
    await Promise.all(instances.map((instance) => instance.close()));
    const programs: ChildProcess[] = [];
    while (programs.length < INSTANCES) {
      const program = fork(join(import.meta.dirname, '..', 'ledger-instance.ts'), [
        postgres.url,
        join(folder, 'kamikit'),
      ]);
      await once(program, 'message');
      programs.push(program);
    }
    const alone = await inTurns(ROUNDS, { orders: () => rateOf(programs), commits }, WARM_ROUNDS);
    for (const program of programs) program.disconnect();
    await Promise.all(programs.map((program) => once(program, 'exit')));
    await pool.end();
    shop.kill();
    await postgres.remove();
    const beside = (values: number[]) => ({ what: 'commits of one row by 20 clients', values });
    return [
      {
        what: 'whole purchases over HTTP at 4 instances on one PostgreSQL, which have made 1,000 each',
        unit: 'a second',
        ...pairs(overHttp.purchases, beside(overHttp.commits), true),
        target: { of: 'ours', least: 200 },
      },
      {
        what: 'the first 1,000 of these, at instances that have just begun',
        unit: 'a second',
        ours: spread([first]),
      },
      {
        what: 'the orders of these in the ledger alone, by 4 programs',
        unit: 'a second',
        ...pairs(alone.orders, beside(alone.commits), true),
      },
    ];
  });

async function addPeople(databaseUrl: string, configHome: string): Promise<string[]> {
  const ledger = await openLedger({ databaseUrl, integrity: { folder: join(configHome, 'kamikit') } });
  const tokens: string[] = [];
  while (tokens.length < PEOPLE) {
    const name = `person-${tokens.length}`;
    const person = { name, role: 'buyer', daily_budget: null, max_order: null } as const;
    tokens.push((await ledger.addPerson(person, 'the owner')).token);
  }
  await ledger.close();
  return tokens;
}

/** What all of them do in a second, each one thing after the other. */
async function rate(perRound: number, work: (of: number) => Promise<unknown> | undefined): Promise<number> {
  const each = perRound / PEOPLE;
  const took = await timed(() =>
    Promise.all(
      Array.from({ length: PEOPLE }, async (_, of) => {
        for (let count = 0; count < each; count += 1) await work(of);
      }),
    ),
  );
  return (perRound * 1000) / took;
}

/** What all of these programs do in a second. */
async function rateOf(programs: readonly ChildProcess[]): Promise<number> {
  const took = await timed(() =>
    Promise.all(
      programs.map((program) => {
        const done = once(program, 'message');
        program.send(PER_ROUND / programs.length);
        return done;
      }),
    ),
  );
  return (PER_ROUND * 1000) / took;
}
