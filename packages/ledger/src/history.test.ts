import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseMoney } from '@kamikit/core';
import { describe, expect, it } from 'vitest';
import { doubtAtStart } from './at-start.ts';
import { openLedger } from './index.ts';
import { eventsWithoutSums } from './testing/events-without-sums.ts';
import { delivered, lostReply, scratchFolder, scratchLedger, upstream, wish } from './testing/scratch.ts';
import { byHand, inFilesOnly, isPostgres, placeAt } from './testing/store.ts';
import { WITHOUT_APPROVALS, without } from './testing/without-approvals.ts';

const SUSPENDED = { code: 'suspended', outcome: 'not_committed', neverSent: true };

function place() {
  const path = join(scratchFolder(), 'ledger.db');
  const integrity = { folder: join(scratchFolder(), 'config') };
  return { path, integrity };
}

type Place = ReturnType<typeof place>;

const open = async ({ path, integrity }: Place) => openLedger({ ...(await placeAt(path)), integrity });

/** Buys under each key, and closes the ledger. */
async function buy(at: Place, ...keys: string[]): Promise<void> {
  const ledger = await open(at);
  for (const idempotencyKey of keys) await ledger.execute(wish({ idempotencyKey }), upstream(delivered).send);
  await ledger.close();
}

/** Runs SQL on the ledger, as somebody with an editor would. */
const edit = ({ path }: Place, sql: string) => byHand(path, sql);

async function findings(at: Place): Promise<string[]> {
  if (at.integrity && !isPostgres) expect(doubtAtStart(at.path, at.integrity)).toBeNull();
  const ledger = await scratchLedger(at);
  return (await ledger.verify()).map(({ what }) => what);
}

/** That the ledger spends nothing under a new key, and still answers for the one that it knows. */
async function expectSuspended(at: Place, told: RegExp, known = 'kept'): Promise<void> {
  if (at.integrity && existsSync(at.path)) expect(doubtAtStart(at.path, at.integrity)).toMatch(told);
  const ledger = await scratchLedger(at);
  const shop = upstream(delivered);
  const refused = { ...SUSPENDED, message: expect.stringMatching(told) };
  await expect(ledger.execute(wish({ idempotencyKey: 'lost' }), shop.send)).rejects.toMatchObject(refused);
  await expect(ledger.replay(wish({ idempotencyKey: 'lost' }))).rejects.toMatchObject(refused);
  expect(shop.orders).toEqual([]);
  expect(await ledger.doubt()).toMatch(told);
  if (known)
    expect(await ledger.execute(wish({ idempotencyKey: known }), shop.send)).toMatchObject({
      state: 'completed',
    });
  expect(await ledger.list()).toMatchObject({ page: 1 });
  expect((await ledger.verify())[0]?.what).toMatch(told);
  await ledger.close();
}

async function expectLiftedByOwner(at: Place): Promise<void> {
  const ledger = await scratchLedger(at);
  await ledger.acceptHistory();
  expect(await ledger.execute(wish({ idempotencyKey: 'lost' }), upstream(delivered).send)).toMatchObject({
    state: 'completed',
  });
  await ledger.close();
  expect(await findings(at)).toEqual([]);
  await buy(at, 'later');
  expect(await findings(at)).toEqual([]);
}

/** What makes a file one of an earlier version, apart from its number. */
const WITHOUT_OVERVIEW = `${WITHOUT_APPROVALS}; drop table search_words;
  drop index entries_day; drop index entries_state; drop index entries_kind; drop index entries_good; drop index entries_unused;
  create index entries_day on entries (day, state, amount); create index entries_state on entries (state);
  ${without('used', 'unused', 'account', 'good', 'quantity')}`;

describe('what verification finds', () => {
  it('nothing in a ledger that only Kamikit wrote', async () => {
    const at = place();
    await buy(at, 'a', 'b');
    const ledger = await scratchLedger(at);
    await ledger.execute(wish({ idempotencyKey: 'c' }), upstream(lostReply()).send).catch(() => undefined);
    await ledger.claimDue({ limit: 5, evenIfNotDue: true });
    expect(await ledger.verify()).toEqual([]);
  });

  it('nothing in a ledger whose account was suspended and resumed; both are events', async () => {
    const at = place();
    const ledger = await scratchLedger(at);
    const dear = { ...delivered, charged: parseMoney(500) };
    await ledger.execute(wish({ evidence: { account: 'shop' } }), upstream(dear).send);
    await ledger.liftSuspensions('shop');
    expect(await ledger.verify()).toEqual([]);
    const actions = await byHand(at.path, 'select action from events order by seq');
    expect(actions.map(({ action }) => action).slice(-2)).toEqual(['account suspended', 'account resumed']);
  });

  it('that a suspension was lifted from outside', async () => {
    const at = place();
    const ledger = await scratchLedger(at);
    const dear = { ...delivered, charged: parseMoney(500) };
    const { id } = await ledger.execute(wish({ evidence: { account: 'shop' } }), upstream(dear).send);
    await edit(at, 'update suspensions set lifted_ms = 1');
    const what = `The suspension of the account that entry ${id} was charged to was lifted from outside.`;
    expect(await ledger.verify()).toEqual([{ entryId: id, what }]);
  });

  it('under which limits entries were prepared, whenever these change', async () => {
    const at = place();
    const limits = [{ dailyBudget: parseMoney(90) }, { dailyBudget: parseMoney(90) }, { dailyCards: 5 }];
    for (const [number, limit] of limits.entries()) {
      const ledger = await scratchLedger({ ...at, ...limit });
      for (const key of ['a', 'b']) await ledger.prepare(wish({ idempotencyKey: `${number}${key}` }));
      await ledger.close();
    }
    const set = await byHand(at.path, "select detail from events where action = 'limits set' order by seq");
    expect(set.map(({ detail }) => JSON.parse(String(detail)))).toEqual([
      { max_order_total: null, daily_budget: '90', daily_cards: null },
      { max_order_total: null, daily_budget: null, daily_cards: 5 },
    ]);
  });

  it.each([
    [
      'an amount',
      "update entries set amount = '0.01' where idempotency_key = 'b'",
      /^Entry \S+ \(purchase\) was changed/,
    ],
    [
      'a card',
      `update entries set result = '{"cards":["FAKE"]}' where idempotency_key = 'b'`,
      /was changed from outside/,
    ],
    [
      'a state',
      "update entries set state = 'refused' where idempotency_key = 'b'",
      /its state was completed, and is refused/,
    ],
    [
      'a free key',
      "update entries set never_sent = 1 where idempotency_key = 'b'",
      /was changed from outside/,
    ],
    [
      'a deleted entry',
      "delete from entries where idempotency_key = 'b'",
      /is missing: by its last event it was completed/,
    ],
    [
      'an added entry',
      "update entries set id = 'other' where idempotency_key = 'b'",
      /Entry other .* has no events/,
    ],
    ['an event', 'update events set at_ms = 0 where seq = 2', /^Event 2 was altered/],
    ['several events', 'update events set who = 0 where seq in (2, 3)', /^Events 2 to 3 were altered/],
    ['a gap', 'delete from events where seq in (4, 5)', /^Events 4 to 5 are missing/],
    ['a gap at the start', 'delete from events where seq = 1', /^Event 1 is missing/],
  ])('%s', async (_what, sql, told) => {
    const at = place();
    await buy(at, 'a', 'b', 'c');
    await edit(at, sql);
    expect(await findings(at)).toContainEqual(expect.stringMatching(told));
  });

  inFilesOnly(
    'an event that was put in place of another with its entry, by somebody without the key',
    async () => {
      const [at, forger] = [place(), place()];
      await buy(at, 'a', 'b');
      await buy(forger, 'a', 'b');
      await edit(
        at,
        `attach '${forger.path}' as forged; delete from events where seq = 6; insert into events select * from forged.events where seq = 6`,
      );
      const [, found] = await (await scratchLedger(at)).verify();
      expect(found?.what).toEqual(expect.stringContaining('signed with another key'));
    },
  );

  it('without a key: accidents', async () => {
    const { path } = place();
    const at = { path } as Place;
    await buy(at, 'a');
    expect(await findings(at)).toEqual([]);
    await edit(at, "update entries set amount = '1'");
    expect(await findings(at)).toEqual([expect.stringContaining('was changed')]);
  });

  inFilesOnly('an event that was put in place of another, although the key signed it once', async () => {
    const at = place();
    await buy(at, 'a');
    const fork = { path: join(scratchFolder(), 'fork.db'), integrity: { folder: scratchFolder() } };
    copyFileSync(at.path, fork.path);
    copyFileSync(join(at.integrity.folder, 'ledger.key'), join(fork.integrity.folder, 'ledger.key'));
    await buy(at, 'b');
    await buy(fork, 'c');
    await edit(
      at,
      `attach '${fork.path}' as fork; delete from events where seq = 4; insert into events select * from fork.events where seq = 4`,
    );
    expect(await findings(at)).toContainEqual(
      'Event 5 does not continue event 4: an event before it was replaced.',
    );
  });

  it('what somebody without the key has accepted', async () => {
    const at = place();
    await buy(at, 'a');
    await edit(at, "update entries set amount = '1'");
    const forger = await scratchLedger({ path: at.path, integrity: { folder: scratchFolder() } });
    await forger.acceptHistory();
    expect(await forger.verify()).toEqual([]);
    const found = (await (await scratchLedger(at)).verify()).map(({ what }) => what);
    expect(found).toContainEqual(expect.stringContaining('was changed from outside'));
    expect(found).toContainEqual(expect.stringContaining('signed with another key'));
  });

  it('only what comes after the owner accepted the rest', async () => {
    const at = place();
    await buy(at, 'a', 'b', 'c');
    await edit(
      at,
      "update entries set amount = '1' where idempotency_key = 'a'; delete from entries where idempotency_key = 'b'; delete from events where seq = 2; update events set who = 'x' where seq = 5",
    );
    expect(await findings(at)).toHaveLength(4);
    await (await scratchLedger(at)).acceptHistory();
    expect(await findings(at)).toEqual([]);
    await edit(
      at,
      "update entries set amount = '2' where idempotency_key = 'a'; update events set who = 'y' where seq = 5",
    );
    expect(await findings(at)).toHaveLength(2);
  });

  inFilesOnly('nothing in a ledger of an earlier version, which is covered from then on', async () => {
    const at = place();
    await buy(at, 'a');
    await edit(
      at,
      `drop table events; drop table identity; ${WITHOUT_OVERVIEW}; alter table entries drop column goods; pragma user_version = 3`,
    );
    rmSync(join(at.integrity.folder, 'ledger-heads'), { recursive: true });
    expect(await findings(at)).toEqual([]);
    await edit(at, "update entries set amount = '1'");
    expect(await findings(at)).toEqual([expect.stringContaining('was changed')]);
  });
});

inFilesOnly(
  'a ledger from before there were sums and searches goes on as it is, and is found and added up',
  async () => {
    const at = place();
    const goods = { name: '腾讯视频', specification: '月卡', quantity: 2 };
    const before = await scratchLedger(at);
    const { entry } = await before.prepare(wish({ goods, evidence: { account: 'shop' } }));
    await before.close();
    eventsWithoutSums(at);
    await edit(at, `${WITHOUT_OVERVIEW}; pragma user_version = 5`);
    expect(await findings(at)).toEqual([]);
    const ledger = await scratchLedger(at);
    expect((await ledger.list({ search: '腾讯' })).entries).toEqual([entry]);
    expect((await ledger.summary({ groupBy: 'account' })).groups).toMatchObject([
      { account: 'shop', quantity: 2, amount: '3' },
    ]);
  },
);

inFilesOnly('a ledger from before owners were asked goes on as it is, and can be asked with', async () => {
  const at = place();
  const before = await scratchLedger(at);
  await before.execute(wish({ evidence: { account: 'shop' } }), upstream(delivered).send);
  const known = await before.find('purchase', 'k');
  await before.close();
  await edit(at, `${WITHOUT_APPROVALS}; pragma user_version = 9`);
  expect(await findings(at)).toEqual([]);
  const ledger = await scratchLedger(at);
  expect(await ledger.find('purchase', 'k')).toEqual(known);
  expect(await ledger.timeline(known?.id ?? '')).toHaveLength(3);
  const asking = wish({ idempotencyKey: 'asked', approval: { quote: {} } });
  expect((await ledger.prepare(asking)).entry).toMatchObject({ state: 'awaiting_approval', quote: {} });
  expect(await findings(at)).toEqual([]);
});

inFilesOnly('a ledger from before what was bought had a name goes on as it is', async () => {
  const at = place();
  await buy(at, 'a');
  eventsWithoutSums(at);
  await edit(at, `${WITHOUT_OVERVIEW}; alter table entries drop column goods; pragma user_version = 4`);
  expect(await findings(at)).toEqual([]);
  const ledger = await scratchLedger(at);
  expect(await ledger.find('purchase', 'a')).toMatchObject({ goods: null, damaged: null });
  const goods = { name: '腾讯视频', specification: '月卡', quantity: 2 };
  await ledger.prepare(wish({ idempotencyKey: 'b', goods }));
  expect(await ledger.find('purchase', 'b')).toMatchObject({ goods });
  expect(await findings(at)).toEqual([]);
});

describe('what suspends spending until the owner accepts it', () => {
  inFilesOnly('a restored backup', async () => {
    const at = place();
    await buy(at, 'kept');
    copyFileSync(at.path, `${at.path}.backup`);
    await buy(at, 'lost');
    renameSync(`${at.path}.backup`, at.path);
    await expectSuspended(at, /gone back in time: its last 3 events are missing/);
    await expectLiftedByOwner(at);
  });

  inFilesOnly('a restored backup that has gone on, past where it was, in an earlier program', async () => {
    const at = place();
    await buy(at, 'kept');
    copyFileSync(at.path, `${at.path}.backup`);
    await buy(at, 'lost');
    renameSync(`${at.path}.backup`, at.path);
    const elsewhere = { path: at.path, integrity: { folder: join(scratchFolder(), 'config') } };
    mkdirSync(elsewhere.integrity.folder);
    copyFileSync(join(at.integrity.folder, 'ledger.key'), join(elsewhere.integrity.folder, 'ledger.key'));
    await buy(elsewhere, 'more', 'and more');
    await expectSuspended(at, /is not the one that was written last/);
    await expectLiftedByOwner(at);
  });

  inFilesOnly('what is settled meanwhile does not hide that it went back', async () => {
    const at = place();
    const before = await open(at);
    await before.execute(wish({ idempotencyKey: 'kept' }), upstream(delivered).send);
    await before.execute(wish({ idempotencyKey: 'open' }), upstream({ state: 'pending' }).send);
    await before.close();
    copyFileSync(at.path, `${at.path}.backup`);
    await buy(at, 'lost');
    renameSync(`${at.path}.backup`, at.path);
    const ledger = await scratchLedger(at);
    const { id } = (await ledger.find('purchase', 'open')) ?? { id: '' };
    for (let count = 0; count < 5; count += 1)
      await ledger.settle(id, { state: 'pending', evidence: { count } });
    expect(await ledger.settle(id, delivered)).toMatchObject({ state: 'completed' });
    await ledger.close();
    await expectSuspended(at, /is not the one that was written last/);
  });

  inFilesOnly('a ledger that was deleted', async () => {
    const at = place();
    await buy(at, 'kept', 'lost');
    rmSync(at.path);
    expect(doubtAtStart(at.path, at.integrity)).toContain('has vanished: it held 6 events');
    expect(existsSync(at.path)).toBe(false);
    await expectSuspended(at, /has vanished: it held 6 events/, '');
    await expectLiftedByOwner(at);
  });

  inFilesOnly('a ledger that was deleted, not once it is back', async () => {
    const at = place();
    await buy(at, 'kept');
    renameSync(at.path, `${at.path}.away`);
    await expectSuspended(at, /has vanished/, '');
    renameSync(`${at.path}.away`, at.path);
    await buy(at, 'lost');
    expect(await findings(at)).toEqual([]);
  });

  inFilesOnly('another ledger in its place', async () => {
    const [at, other] = [place(), place()];
    await buy(at, 'kept', 'lost');
    await buy({ ...other, integrity: at.integrity }, 'kept');
    copyFileSync(other.path, at.path);
    rmSync(other.path);
    const [head] = readdirSync(join(at.integrity.folder, 'ledger-heads')).filter((name) =>
      name.includes('.3.'),
    );
    rmSync(join(at.integrity.folder, 'ledger-heads', head ?? ''));
    await expectSuspended(at, /has vanished: it held 6 events/);
  });

  inFilesOnly('a second copy, once the first has gone on', async () => {
    const at = place();
    await buy(at, 'kept');
    const copy = { ...at, path: join(scratchFolder(), 'copy.db') };
    copyFileSync(at.path, copy.path);
    await buy(at, 'lost');
    await expectSuspended(copy, /gone back in time/);
  });

  inFilesOnly('a second copy that bought something, whatever the first settles then', async () => {
    const at = place();
    await buy(at, 'kept');
    const ledger = await open(at);
    const underWay: string[] = [];
    for (const idempotencyKey of ['1', '2', '3', '4']) {
      const { entry } = await ledger.prepare(wish({ idempotencyKey }));
      underWay.push((await ledger.markSent(entry.id)).id);
    }
    const copy = { ...at, path: join(scratchFolder(), 'copy.db') };
    for (const file of ['', '-wal']) copyFileSync(`${at.path}${file}`, `${copy.path}${file}`);
    await buy(copy, 'elsewhere');
    for (const id of underWay) await ledger.settle(id, delivered);
    await ledger.close();
    await expectSuspended(at, /its events differ/);
  });

  it('a lost key', async () => {
    const at = place();
    await buy(at, 'kept', 'lost');
    await edit(at, "delete from entries where idempotency_key = 'lost'");
    rmSync(join(at.integrity.folder, 'ledger.key'));
    await expectSuspended(at, /signed with a key that is not the one in use/);
    await expectLiftedByOwner(at);
  });

  it('a lost key, and nothing is written under another one', async () => {
    const at = place();
    const before = await open(at);
    await before.execute(wish({ idempotencyKey: 'open' }), upstream({ state: 'pending' }).send);
    await before.prepare(wish({ idempotencyKey: 'left behind' }));
    const { id } = (await before.find('purchase', 'open')) ?? { id: '' };
    await before.close();
    await edit(at, 'update entries set lease_until_ms = 0');
    rmSync(join(at.integrity.folder, 'ledger.key'));
    const ledger = await scratchLedger(at);
    await expect(ledger.settle(id, delivered)).rejects.toMatchObject({ code: 'suspended' });
    expect(await ledger.get(id)).toMatchObject({ state: 'pending' });
    await ledger.acceptHistory();
    expect(await ledger.settle(id, delivered)).toMatchObject({ state: 'completed' });
    expect(await ledger.verify()).toEqual([]);
  });

  it('history that is lost under a running program, whatever it settles then', async () => {
    const at = place();
    const running = await scratchLedger(at);
    await running.execute(wish({ idempotencyKey: 'open' }), upstream({ state: 'pending' }).send);
    const { id } = (await running.find('purchase', 'open')) ?? { id: '' };
    await running.execute(wish({ idempotencyKey: 'lost' }), upstream(delivered).send);
    await edit(at, "delete from events where seq > 3; delete from entries where idempotency_key = 'lost'");
    expect(await running.settle(id, delivered)).toMatchObject({ state: 'completed' });
    await expectSuspended(at, /gone back in time/, 'open');
  });

  it('a program that does not have the key', async () => {
    const { path, integrity } = place();
    await buy({ path, integrity }, 'kept');
    await expectSuspended({ path } as Place, /signed with a key that is not the one in use/);
    expect(await findings({ path, integrity })).toEqual([]);
  });

  it('in a program that runs meanwhile, too, and again not after the owner’s word', async () => {
    const at = place();
    const running = await scratchLedger(at);
    await running.execute(wish({ idempotencyKey: 'kept' }), upstream(delivered).send);
    const shop = upstream(delivered);
    await edit(at, 'delete from events where seq > 2');
    await expect(running.execute(wish({ idempotencyKey: 'lost' }), shop.send)).rejects.toMatchObject(
      SUSPENDED,
    );
    expect(shop.orders).toEqual([]);
    const owner = await scratchLedger(at);
    await owner.acceptHistory();
    expect(await running.execute(wish({ idempotencyKey: 'lost' }), shop.send)).toMatchObject({
      state: 'completed',
    });
    expect(await running.verify()).toEqual([]);
  });
});

describe('what is no reason to suspend', () => {
  const heads = (at: Place) => readdirSync(join(at.integrity.folder, 'ledger-heads'));

  it('a crash between a commit and its head', async () => {
    const at = place();
    await buy(at, 'a');
    const [head = ''] = heads(at);
    await buy(at, 'b');
    for (const name of heads(at)) rmSync(join(at.integrity.folder, 'ledger-heads', name));
    writeFileSync(join(at.integrity.folder, 'ledger-heads', head), '');
    await buy(at, 'c');
    expect(await findings(at)).toEqual([]);
    expect(heads(at)).toEqual([expect.stringContaining('.9.')]);
  });

  inFilesOnly('a ledger that was moved, and a new one in its place', async () => {
    const at = place();
    await buy(at, 'a');
    const moved = { ...at, path: join(scratchFolder(), 'moved.db') };
    renameSync(at.path, moved.path);
    await buy(moved, 'b');
    await buy(at, 'a');
    expect([await findings(at), await findings(moved)]).toEqual([[], []]);
  });

  it('a head that somebody deleted', async () => {
    const at = place();
    await buy(at, 'a');
    rmSync(join(at.integrity.folder, 'ledger-heads'), { recursive: true });
    await buy(at, 'b');
    expect(heads(at)).toHaveLength(1);
  });

  it('several processes at once: none moves the head back', async () => {
    const at = place();
    const ledgers = await Promise.all(Array.from({ length: 4 }, () => scratchLedger(at)));
    const bought = ledgers.flatMap((ledger, which) =>
      Array.from({ length: 5 }, (_, number) =>
        ledger.execute(wish({ idempotencyKey: `${which}-${number}` }), upstream(delivered).send),
      ),
    );
    await Promise.all(bought);
    expect(await findings(at)).toEqual([]);
    expect(heads(at)).toEqual([expect.stringContaining('.60.')]);
  });
});

describe('the key', () => {
  it('and the heads are for their owner alone', async () => {
    const at = place();
    await buy(at, 'a');
    const { folder } = at.integrity;
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    const [head = ''] = readdirSync(join(folder, 'ledger-heads'));
    expect([folder, join(folder, 'ledger.key'), join(folder, 'ledger-heads', head)].map(mode)).toEqual([
      '700',
      '600',
      '600',
    ]);
    expect(readdirSync(folder).sort()).toEqual(['ledger-heads', 'ledger.key']);
  });

  it('that cannot be kept leaves a ledger that can be read, and spends nothing', async () => {
    const at = place();
    await buy(at, 'kept');
    rmSync(at.integrity.folder, { recursive: true });
    writeFileSync(at.integrity.folder, '');
    const ledger = await scratchLedger(at);
    const shop = upstream(delivered);
    await expect(ledger.execute(wish({ idempotencyKey: 'lost' }), shop.send)).rejects.toMatchObject({
      ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true },
      message: expect.stringContaining(at.integrity.folder),
    });
    expect(shop.orders).toEqual([]);
    const { id } = (await ledger.find('purchase', 'kept')) ?? { id: '' };
    const more = { ...delivered, evidence: { more: true } };
    await expect(ledger.settle(id, more)).rejects.toMatchObject({ code: 'config_invalid' });
    expect(await ledger.execute(wish({ idempotencyKey: 'kept' }), shop.send)).toMatchObject({
      state: 'completed',
    });
    expect(await ledger.list()).toMatchObject({ total: 1 });
  });

  inFilesOnly('that is no key is refused, not replaced', async () => {
    const at = place();
    await buy(at, 'kept');
    const file = join(at.integrity.folder, 'ledger.key');
    chmodSync(file, 0o600);
    writeFileSync(file, 'oops');
    const ledger = await scratchLedger(at);
    expect(await ledger.doubt()).toContain('is not a key');
    expect(readFileSync(file, 'utf8')).toBe('oops');
    expect(existsSync(at.path)).toBe(true);
  });
});

inFilesOnly('however long a ledger is, all of it is verified', async () => {
  const at = place();
  await buy(at, 'a');
  const six = 'with recursive six(i) as (select 1 union all select i + 1 from six where i < 600)';
  await edit(
    at,
    `create temp table copies as ${six} select entries.*, i from entries, six;
     update copies set id = 'copy-' || i, idempotency_key = i;
     alter table copies drop column i;
     insert into entries select * from copies;
     create temp table told as ${six} select events.*, i from events, six where seq = 1;
     update told set seq = i + 3;
     alter table told drop column i;
     insert into events select * from told`,
  );
  const found = await (await scratchLedger(at)).verify();
  const words = found.map(({ what }) => what);
  expect(words).toContain('Events 4 to 603 were altered, or signed with another key.');
  expect(words.filter((what) => what.startsWith('Entry copy-'))).toHaveLength(600);
});

it('whoever else is at work gets a turn while a ledger is verified', async () => {
  const at = place();
  await buy(at, 'a');
  const ledger = await scratchLedger(at);
  await ledger.verify();
  const order: string[] = [];
  const verified = ledger.verify().then(() => order.push('verified'));
  setImmediate(() => order.push('other'));
  await verified;
  expect(order).toEqual(['other', 'verified']);
});
