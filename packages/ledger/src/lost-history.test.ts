import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { doubtAtStart } from './at-start.ts';
import { delivered, scratchFolder, scratchLedger, upstream, wish } from './testing/scratch.ts';
import { inFilesOnly } from './testing/store.ts';
import { buy, edit, findings, open, type Place, place } from './testing/vouched-ledger.ts';

const SUSPENDED = { code: 'suspended', outcome: 'not_committed', neverSent: true };

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
    await expectLiftedByOwner(copy);
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
    const again = ledger.prepare(wish({ idempotencyKey: 'open' }));
    expect(await again).toMatchObject({ existing: true, entry: { id, state: 'pending' } });
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
    expect(heads(at)).toContainEqual(expect.stringContaining('.60.'));
    // Of several that began one in the same moment, the next process leaves the furthest alone.
    await buy(at, 'once more');
    expect(heads(at)).toEqual([expect.stringContaining('.63.')]);
  });
});
