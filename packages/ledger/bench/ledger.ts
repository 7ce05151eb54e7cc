// What an order costs in the ledger, beside what the disk itself allows: `pnpm --filter @kamikit/ledger bench`.
// An order is three durable commits (prepared, sent, settled); a plain commit is one row inserted by bare SQLite with
// the same pragmas. Both take turns, so that a busy machine slows both alike.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseMoney } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';

const ROUNDS = 9;
const PER_ROUND = 200;

const folder = mkdtempSync(join(tmpdir(), 'kamikit-bench-'));
const ledger = await openLedger({
  path: join(folder, 'ledger.db'),
  integrity: { folder: join(folder, 'keys') },
  dailyBudget: parseMoney(1_000_000),
});
const plain = new DatabaseSync(join(folder, 'plain.db'));
plain.exec(
  'pragma journal_mode = wal; pragma synchronous = full; create table rows (id integer primary key, text text)',
);
const insert = plain.prepare('insert into rows (text) values (?)');
const row = 'x'.repeat(400);

let key = 0;
async function orders(): Promise<void> {
  for (let count = 0; count < PER_ROUND; count += 1) {
    key += 1;
    const wish = {
      kind: 'purchase',
      idempotencyKey: `key-${key}`,
      request: { goods_id: 1 },
      amount: parseMoney(1),
    };
    await ledger.execute(wish, async () => ({ state: 'completed', result: { cards: [`CARD-${key}`] } }));
  }
}

async function plainCommits(): Promise<void> {
  for (let count = 0; count < PER_ROUND; count += 1) insert.run(row);
}

/** How many a second. */
async function rate(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (PER_ROUND / (performance.now() - start)) * 1000;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

await orders();
await plainCommits();
const rates: { orders: number[]; commits: number[] } = { orders: [], commits: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  rates.orders.push(await rate(orders));
  rates.commits.push(await rate(plainCommits));
}
await ledger.close();
plain.close();
rmSync(folder, { recursive: true });

const [entries, commits] = [median(rates.orders), median(rates.commits)];
const rows = [
  ['orders: prepared, sent, settled', entries.toFixed(0)],
  ['their durable commits (3 each)', (entries * 3).toFixed(0)],
  ['plain durable commits of SQLite', commits.toFixed(0)],
  ['ratio, commit for commit', ((entries * 3) / commits).toFixed(2)],
];
process.stdout.write(`Per second, median of ${ROUNDS} rounds of ${PER_ROUND}, Node ${process.version}\n\n`);
for (const [what = '', value = ''] of rows) process.stdout.write(`${what.padEnd(34)}${value.padStart(8)}\n`);
