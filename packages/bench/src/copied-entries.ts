import { DatabaseSync } from 'node:sqlite';
import { parseMoney } from '@kamikit/core';
import { type LedgerOptions, openLedger } from '@kamikit/ledger';

/**
 * Fills a ledger with `size` entries: one purchase, as many times, half an hour apart, as writing each would take years of
 * them. The copies have no events of their own, which nothing but `verify` looks for.
 */
export async function fillLedger(options: LedgerOptions & { path: string }, size: number): Promise<void> {
  const ledger = await openLedger({ ...options, dailyBudget: parseMoney(1_000_000) });
  const goods = { name: '腾讯视频VIP会员', specification: '月卡', quantity: 1 };
  await ledger.execute(
    {
      ...{ kind: 'purchase', idempotencyKey: 'k', request: { goods_id: 1, sub_id: 11, quantity: 1 }, goods },
      ...{ amount: parseMoney(25), good: '1/11', evidence: { account: 'mine', balance_before: '1000' } },
    },
    async () => ({ state: 'completed', reference: 'SF-1', result: { cards: 'AAAA-BBBB' }, delivered: 1 }),
  );
  await ledger.close();
  const file = new DatabaseSync(options.path);
  const id = `printf('%08x-0000-4000-8000-000000000000', i)`;
  const at = 'created_ms - i * 1800000';
  const day = `date((created_ms - i * 1800000) / 1000 + 28800, 'unixepoch')`;
  const times = { created_ms: at, sent_ms: at, updated_ms: at, day };
  file.exec('begin');
  copyRow(file, 'entries', size, { id, idempotency_key: `'key-' || i`, reference: `'SF-' || i`, ...times });
  copyRow(file, 'search_words', size, { entry_id: id, created_ms: at, words: `words || ' key-' || i` });
  file.exec('commit');
  file.close();
}

/** Copies the only row of a table, with what changes from one to the next. */
function copyRow(file: DatabaseSync, table: string, size: number, changed: Record<string, string>): void {
  const columns = file
    .prepare(`select name from pragma_table_info('${table}')`)
    .all()
    .map(({ name }) => String(name));
  const values = columns.map((column) => changed[column] ?? column);
  file.exec(`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${size - 1})
    insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from n cross join ${table} where ${table}.rowid = 1`);
}
