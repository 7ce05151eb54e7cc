import { type CompiledQuery, Kysely } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Ledger, Wish } from './index.ts';
import { type ListFilter, listRows } from './list.ts';
import type { LedgerSchema } from './schema.ts';
import { openNodeSqlite } from './sqlite/node-sqlite.ts';
import { nodeSqliteDialect } from './sqlite/node-sqlite-dialect.ts';
import { WITHOUT_APPROVALS } from './testing/earlier-versions.ts';
import { delivered, scratchFolder, scratchLedger, upstream, wish } from './testing/scratch.ts';
import { inFilesOnly, isPostgres } from './testing/store.ts';

const keys = (entries: { idempotency_key: string }[]) => entries.map((entry) => entry.idempotency_key);

async function filled() {
  const clock = { ms: Date.parse('2026-11-20T23:59:00+08:00') };
  const ledger = await scratchLedger({ now: () => clock.ms });
  const buy = async (idempotencyKey: string, changes: Partial<Wish>, reference?: string) => {
    const settlement = { ...delivered, ...(reference && { reference }) };
    await ledger.execute(wish({ idempotencyKey, ...changes }), upstream(settlement).send);
    clock.ms += 60_000;
  };
  const month = { name: '腾讯视频VIP会员', specification: '月卡', quantity: 1 };
  await buy('birthday', { goods: month, request: { goods_id: 7 } }, 'SN-2026A');
  await buy('party', { goods: { ...month, specification: '年卡' }, request: { goods_id: 8 } }, 'SN-2026B');
  await buy('phone', { kind: 'supplier_trade', request: { sku_id: 1001 } });
  await buy('percent', { request: { remark: '100%_off' } });
  return { ledger, clock };
}

const found = async (ledger: Ledger, search: string, more = {}) =>
  keys((await ledger.list({ search, ...more })).entries);

describe('a search finds an entry by', () => {
  it.each([
    ['its name', '腾讯', ['party', 'birthday']],
    ['name and specification, in any order', '月卡 腾讯', ['birthday']],
    ['a word in another case', 'vip', ['party', 'birthday']],
    ['its key', 'birth', ['birthday']],
    ['the reference that came with the answer', '2026b', ['party']],
    ['what was asked for', 'off', ['percent']],
    ['signs that mean something to a database', '0%_o', ['percent']],
    ['no sign that a database would take for any', 'p_rt', []],
    ['nothing that stands in what was delivered', 'A-1', []],
    ['words of which one is nowhere', '腾讯 季卡', []],
  ])('%s', async (_, search, expected) => {
    const { ledger } = await filled();
    expect(await found(ledger, search)).toEqual(expected);
    expect(await ledger.list({ search })).toMatchObject({ total: expected.length });
  });

  it.each([36, 8])('its id, of which %i characters will do', async (length) => {
    const { ledger } = await filled();
    const id = (await ledger.find('purchase', 'party'))?.id ?? '';
    expect(await found(ledger, ` ${id.slice(0, length).toUpperCase()} `)).toEqual(['party']);
    expect(await found(ledger, `${id.slice(0, length)}0`)).toEqual([]);
  });

  it('its id, but not by so little of it that words may look like it', async () => {
    const { ledger } = await filled();
    const id = (await ledger.find('purchase', 'party'))?.id ?? '';
    expect(await found(ledger, id.slice(0, 7))).toEqual([]);
  });

  it('within a kind, a state, some days and a page', async () => {
    const { ledger } = await filled();
    expect(await found(ledger, '0', { kind: 'supplier_trade' })).toEqual(['phone']);
    expect(await found(ledger, '腾讯', { state: 'pending' })).toEqual([]);
    expect(await found(ledger, '腾讯', { state: 'completed', until: '2026-11-20' })).toEqual(['birthday']);
    expect(await found(ledger, '腾讯', { since: '2026-11-21' })).toEqual(['party']);
    expect(await ledger.list({ search: '腾讯', perPage: 1, page: 2 })).toMatchObject({
      entries: [{ idempotency_key: 'birthday' }],
      total: 2,
    });
  });

  it('whether its cards are used, and who wished for it', async () => {
    const { ledger } = await filled();
    const { id } = await ledger.execute(
      wish({ idempotencyKey: 'birthday 2' }),
      upstream({ ...delivered, delivered: 1 }).send,
    );
    const person = { name: 'alice', role: 'buyer', daily_budget: null, max_order: null } as const;
    await ledger.addPerson(person, 'test');
    await ledger.as(person).execute(wish({ idempotencyKey: 'birthday 3' }), upstream(delivered).send);
    expect(await found(ledger, 'birthday')).toHaveLength(3);
    expect(await found(ledger, 'birthday', { unused: true })).toEqual(['birthday 2']);
    expect(await found(ledger, 'birthday', { person: 'alice' })).toEqual(['birthday 3']);
    expect(keys((await ledger.list({ person: 'alice' })).entries)).toEqual(['birthday 3']);
    await ledger.mark(id, { cards: [1], of: 1, used: true });
    expect(await found(ledger, 'birthday', { unused: true })).toEqual([]);
  });

  it('what was asked for, however deep, where that is a text or a number', async () => {
    const { ledger } = await filled();
    const request = { nothing: null, isGift: true, more: [{ remark: 'Deep' }, 4711] };
    await ledger.execute(wish({ idempotencyKey: 'nested', request }), upstream(delivered).send);
    expect(await found(ledger, 'deep 471')).toEqual(['nested']);
    for (const none of ['true', 'null']) expect(await found(ledger, none)).toEqual([]);
  });

  it('a word in another case, be it no English one', async () => {
    const { ledger } = await filled();
    const goods = { name: 'Carte été', specification: null, quantity: 1 };
    await ledger.execute(wish({ idempotencyKey: 'summer', goods }), upstream(delivered).send);
    expect(await found(ledger, 'ÉTÉ')).toEqual(['summer']);
  });

  it('nothing but blanks, which find everything', async () => {
    const { ledger } = await filled();
    expect(await found(ledger, '  ')).toHaveLength(4);
  });
});

/** How SQLite reads a page of what matches: of its count, and of its rows. */
async function plansOf(filter: ListFilter): Promise<string[]> {
  const path = `${scratchFolder()}/ledger.db`;
  await scratchLedger({ path });
  const file = openNodeSqlite(path);
  const asked: CompiledQuery[] = [];
  const db = new Kysely<LedgerSchema>({
    dialect: nodeSqliteDialect(file),
    log: ({ query }) => void asked.push(query),
  });
  file.exec("insert into search_words values ('a', 'purchase', 1, 'word')");
  await listRows(db, filter, 1, 10);
  const plans = asked.map(({ sql, parameters }) =>
    file
      .prepare(`explain query plan ${sql}`)
      .all(...parameters.map((value) => (typeof value === 'number' ? value : String(value))))
      .map(({ detail }) => detail)
      .join('\n'),
  );
  await db.destroy();
  return plans;
}

describe.skipIf(isPostgres)('a search among many is looked up in the order of time, by the index of', () => {
  it.each([
    [{ unused: true }, 'entries_unused'],
    [{ state: 'completed' as const }, 'entries_state'],
  ])('%j', async (filter, index) => {
    const [counted] = await plansOf({ search: 'word', ...filter });
    expect(counted).toMatch(new RegExp(`EXISTS USING (COVERING )?INDEX ${index} \\(.*created_ms=\\?`));
  });
});

it.skipIf(isPostgres)('a page of all of them is read by an index, and counted at its end', async () => {
  const [counted, page] = await plansOf({});
  // A scan would be named one.
  expect(counted).toBe('SEARCH entries');
  expect(page).toMatch(/^SCAN entries USING INDEX entries_created$/);
});

describe.skipIf(isPostgres)(
  'a page is counted and read by an index, in the order in which it is shown:',
  () => {
    const [state, kind, since, until] = ['completed', 'purchase', '2026-11-01', '2026-11-20'] as const;
    it.each<ListFilter>([
      ...[{ state }, { kind }, { since, until }, { unused: true }],
      ...[
        { state, kind },
        { state, since, until },
        { kind, since, until },
        { unused: true, kind },
      ],
      ...[
        { unused: true, state },
        { state, kind, since, until, unused: true },
      ],
    ])('%j', async (filter) => {
      const plans = await plansOf(filter);
      expect(plans).toHaveLength(2);
      for (const plan of plans) {
        expect(plan).toMatch(/^(SEARCH|SCAN) entries USING (COVERING )?INDEX entries_\w+/);
        expect(plan).not.toContain('TEMP B-TREE');
      }
    });
  },
);

inFilesOnly('of a kind in a state, how many there are is read from one index alone', async () => {
  const [counted] = await plansOf({ state: 'completed', kind: 'purchase' });
  expect(counted).toMatch(/USING COVERING INDEX entries_kind_state \(kind=\? AND state=\?\)/);
});

describe('a card, and what was filled in, are found by no part of them,', () => {
  const CARD = 'ABCD-1234-EFGH';
  const used = { kind: 'use_card', idempotencyKey: `use-${CARD}`, request: { code: CARD } };
  const traded = {
    kind: 'supplier_trade',
    idempotencyKey: 'stock',
    request: { fields: { phone: '13800138' } },
  };

  async function dealt(path?: string) {
    const ledger = await scratchLedger({ ...(path !== undefined && { path }) });
    await ledger.execute(wish(used), upstream({ ...delivered, reference: CARD }).send);
    await ledger.execute(wish(traded), upstream(delivered).send);
    return ledger;
  }

  async function expectSealed(ledger: Ledger) {
    for (const part of [CARD, 'abcd', '1234', 'h', '13800138', '138'])
      expect(await found(ledger, part), part).toEqual([]);
    expect(await found(ledger, 'use-')).toEqual([used.idempotencyKey]);
    expect(await found(ledger, 'stock')).toEqual(['stock']);
  }

  it('from the first on', async () => {
    await expectSealed(await dealt());
  });

  it('not even a short one, which is left out of a key from four characters on', async () => {
    const ledger = await scratchLedger();
    for (const code of ['WXYZ', 'WXY'])
      await ledger.execute(
        wish({ kind: 'use_card', idempotencyKey: `use-${code}`, request: { code } }),
        upstream(delivered).send,
      );
    expect(await found(ledger, 'wxy')).toEqual(['use-WXY']);
  });

  inFilesOnly('nor in a ledger that an earlier version wrote', async () => {
    const path = `${scratchFolder()}/ledger.db`;
    await (await dealt(path)).close();
    const file = openNodeSqlite(path);
    file.exec(
      `update search_words set words = words || '${CARD.toLowerCase()} 13800138'; ${WITHOUT_APPROVALS}; pragma user_version = 7`,
    );
    file.close();
    await expectSealed(await scratchLedger({ path }));
  });
});

describe('entries of some days', () => {
  it.each([
    [{ until: '2026-11-20' }, ['birthday']],
    [{ since: '2026-11-21' }, ['percent', 'phone', 'party']],
    [{ since: '2026-11-20', until: '2026-11-20' }, ['birthday']],
    [{ since: '2026-11-22' }, []],
  ])('%j, as Asia/Shanghai counts them, both included', async (range, expected) => {
    const { ledger } = await filled();
    expect(keys((await ledger.list(range)).entries)).toEqual(expected);
  });

  it.each(['2026-02-30', '20 November', '', '2026-11'])('are not asked for by %j', async (since) => {
    const { ledger } = await filled();
    await expect(ledger.list({ since })).rejects.toThrow(TypeError);
    await expect(ledger.summary({ since })).rejects.toThrow(TypeError);
  });
});
