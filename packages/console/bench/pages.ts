// How long pages over a ledger of 100,000 entries take, beside the same pages over one of 100: after a build,
// `pnpm --filter @kamikit/console bench`. Rounds alternate, medians are shown.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type ConsoleParts, createConsole } from '@kamikit/console';
import { parseMoney } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import { createSpender } from '@kamikit/spending';

const ROUNDS = 21;
const SIZES = [100, 100_000];
const BASE = 'http://127.0.0.1:4000';
const folder = mkdtempSync(join(tmpdir(), 'kamikit-bench-'));

async function open(size: number) {
  const path = join(folder, `${size}.sqlite`);
  const options = { path, dailyBudget: parseMoney(1_000_000) };
  const first = await openLedger(options);
  const goods = { name: '腾讯视频VIP会员', specification: '月卡', quantity: 1 };
  await first.execute(
    {
      ...{ kind: 'purchase', idempotencyKey: 'k', request: { goods_id: 1, sub_id: 11, quantity: 1 }, goods },
      ...{ amount: parseMoney(25), good: '1/11', evidence: { account: 'mine', balance_before: '1000' } },
    },
    async () => ({ state: 'completed', reference: 'SF-1', result: { cards: 'AAAA-BBBB' }, delivered: 1 }),
  );
  await first.close();
  copyRows(path, size);
  const ledger = await openLedger(options);
  const parts: ConsoleParts = {
    ...{ ledger: async () => ledger, spender: createSpender({ ledger }), language: 'en', now: Date.now },
    ...{ clean: (text) => text, redact: (text) => text, accounts: async () => [] },
    catalogue: { sources: [], find: async () => ({ goods: [], total: 0 }), pictureOf: async () => null },
    pictures: { shops: async () => [], fetchPicture: () => Promise.reject(new Error('none')) },
    ...{ doctor: async () => [], formats: { csv: async function* () {}, json: async function* () {} } },
  };
  const page = createConsole(parts);
  const link = page.oneTimeLink(BASE);
  const answer = await page.fetch(new Request(link));
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const get = async (to: string): Promise<number> => {
    const began = performance.now();
    const shown = await page.fetch(new Request(new URL(to, new URL('.', link)), { headers: { cookie } }));
    await shown.text();
    if (shown.status !== 200) throw new Error(`${to}: ${shown.status}`);
    return performance.now() - began;
  };
  return { get, lastPage: Math.ceil(size / 25), close: () => ledger.close() };
}

/** One entry as many times, half an hour apart: what lists and sums read, without the years that writing it would take. */
function copyRows(path: string, size: number): void {
  const file = new DatabaseSync(path);
  const columns = (table: string) =>
    file
      .prepare(`select name from pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => String(name));
  const copy = (table: string, changed: Record<string, string>) => {
    const values = columns(table).map((column) => changed[column] ?? column);
    file.exec(`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${size - 1})
      insert into ${table} (${columns(table).join(', ')}) select ${values.join(', ')} from n cross join ${table} where rowid = 1`);
  };
  const id = `printf('%08x-0000-4000-8000-000000000000', i)`;
  const at = 'created_ms - i * 1800000';
  const day = `date((created_ms - i * 1800000) / 1000 + 28800, 'unixepoch')`;
  file.exec('begin');
  copy('entries', { id, idempotency_key: `'key-' || i`, reference: `'SF-' || i`, created_ms: at, day });
  copy('search_words', { entry_id: id, created_ms: at, words: `words || ' key-' || i` });
  file.exec('commit');
  file.close();
}

const opened = [];
for (const size of SIZES) opened.push({ size, ...(await open(size)), times: new Map<string, number[]>() });
for (let round = 0; round < ROUNDS; round += 1) {
  for (const { get, lastPage, times } of opened) {
    const pages = {
      overview: '',
      approvals: 'approvals',
      'ledger, first page': 'ledger',
      'ledger, last page': `ledger?page=${lastPage}`,
      'ledger, by state and kind': 'ledger?state=completed&kind=purchase',
      'ledger, unused cards': 'ledger?unused=1',
      'ledger, search': 'ledger?q=key-77',
      mandates: 'mandates',
    };
    for (const [name, to] of Object.entries(pages))
      times.set(name, [...(times.get(name) ?? []), await get(to)]);
  }
}

const median = (values: number[]) =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const [small, large] = opened;
console.table(
  Object.fromEntries(
    [...(large?.times ?? [])].map(([name, values]) => [
      name,
      {
        [`${small?.size} entries, ms`]: Number(median(small?.times.get(name) ?? []).toFixed(1)),
        [`${large?.size} entries, ms`]: Number(median(values).toFixed(1)),
      },
    ]),
  ),
);
for (const { close } of opened) await close();
rmSync(folder, { recursive: true });
