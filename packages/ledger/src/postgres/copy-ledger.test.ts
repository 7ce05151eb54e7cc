import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseMoney } from '@kamikit/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { doubtAtStart } from '../at-start.ts';
import { copyLedger, type Ledger, openLedger } from '../index.ts';
import { delivered, lostReply, scratchFolder, upstream, wish } from '../testing/scratch.ts';
import { byHand, isPostgres, placeAt } from '../testing/store.ts';

describe.skipIf(!isPostgres)('a ledger in a file', () => {
  /** One in which much has happened, and an empty place for it. */
  async function filled() {
    const folder = scratchFolder();
    const path = `${folder}/file.db`;
    const integrity = { folder: `${folder}/config` };
    const copyPath = `${folder}/copy.db`;
    const { databaseUrl = '' } = await placeAt(copyPath);
    const open = async (place: { path: string } | { databaseUrl: string }): Promise<Ledger> => {
      const settings = { integrity, dailyBudget: parseMoney(100) };
      const ledger = await openLedger({ ...place, ...settings });
      onTestFinished(() => ledger.close());
      return ledger;
    };
    const ledger = await open({ path });
    const goods = { name: '腾讯视频 “月卡”', specification: null, quantity: 1 };
    await ledger.execute(wish({ goods, evidence: { account: 'shop' } }), upstream(delivered).send);
    await ledger.execute(wish({ idempotencyKey: 'lost' }), upstream(lostReply()).send).catch(() => {});
    await ledger.addMandate({ max_order: parseMoney(50) }, 'the page');
    await ledger.startJob({
      ...{ kind: 'purchase', idempotencyKey: 'job', maxTotal: parseMoney(10), concurrency: 1 },
      items: [{ goods_id: 1 }, { goods_id: 2 }],
    });
    const copy = (onProgress?: () => void) => copyLedger({ path, databaseUrl, integrity, onProgress });
    return { ledger, path, databaseUrl, copyPath, open, copy };
  }

  const everything = async (ledger: Ledger) => ({
    entries: await Array.fromAsync(ledger.entries()),
    mandates: await ledger.mandates(),
    jobs: await ledger.openJobs(),
    budget: await ledger.budget(),
  });

  it('is copied whole, with its past, its budgets and its owner’s word', async () => {
    const { ledger, databaseUrl, open, copy } = await filled();
    const before = await everything(ledger);
    expect(await copy()).toMatchObject({ entries: 2, isStopped: false });
    const there = await open({ databaseUrl });
    expect(await everything(there)).toEqual(before);
    expect(await there.verify()).toEqual([]);
    const shop = upstream(delivered);
    const again = wish({ evidence: { account: 'shop' } });
    expect(await there.execute(again, shop.send)).toMatchObject({ state: 'completed' });
    expect(shop.orders).toEqual([]);
    const fresh = await there.execute(wish({ idempotencyKey: 'fresh' }), shop.send);
    expect(shop.orders).toEqual([fresh.id]);
    expect(await there.verify()).toEqual([]);
  });

  it('spends nothing any more once it is copied, and says where it went', async () => {
    const { ledger, path, open, copy } = await filled();
    const { place } = await copy();
    const shop = upstream(delivered);
    for (const each of [ledger, await open({ path })])
      await expect(each.execute(wish({ idempotencyKey: 'more' }), shop.send)).rejects.toMatchObject({
        code: 'suspended',
      });
    expect(await ledger.suspensions()).toMatchObject([{ account: null, by: `moved to ${place}` }]);
    await expect(ledger.replay(wish({ idempotencyKey: 'more' }))).rejects.toThrow(`(moved to ${place})`);
    expect(shop.orders).toEqual([]);
  });

  it('says that it goes on in the other place once that has happened, not that something of it was lost', async () => {
    const { ledger, path, databaseUrl, open, copy } = await filled();
    await copy();
    const wished = wish({ idempotencyKey: 'there', evidence: { account: 'shop' } });
    await (await open({ databaseUrl })).execute(wished, upstream(delivered).send);
    const moved = expect.stringContaining(`${path} was moved, and has gone on in the other place`);
    expect(await ledger.doubt()).toEqual(moved);
    expect(await ledger.verify()).toEqual([{ entryId: null, what: moved }]);
    expect(doubtAtStart(path, { folder: join(dirname(path), 'config') })).toEqual(moved);
  });

  it('is not let spend again by the press of a button, but by whoever takes it as it is', async () => {
    const { ledger, copy } = await filled();
    const { place } = await copy();
    await expect(ledger.liftStop('page')).rejects.toMatchObject({
      code: 'config_invalid',
      message: `This ledger was moved to ${place}, and goes on there: nothing was resumed.`,
    });
    expect(await ledger.suspensions()).toMatchObject([{ account: null }]);
    expect(await ledger.liftSuspensions()).toMatchObject([{ account: null }]);
    expect(await ledger.suspensions()).toEqual([]);
  });

  it('that two copy at once is copied by one of them, and spends nothing any more', async () => {
    const { ledger, copy } = await filled();
    const ended = await Promise.allSettled([copy(), copy()]);
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await ledger.suspensions()).toMatchObject([{ by: expect.stringContaining('moved to') }]);
  });

  it('that is copied again spends nothing either, also where no head tells that it was copied', async () => {
    const { ledger, path, copy } = await filled();
    const heads = join(dirname(path), 'config', 'ledger-heads');
    cpSync(heads, `${heads}-then`, { recursive: true });
    await copy();
    rmSync(heads, { recursive: true });
    renameSync(`${heads}-then`, heads);
    await expect(copy()).rejects.toMatchObject({ code: 'config_invalid' });
    const shop = upstream(delivered);
    await expect(ledger.execute(wish({ idempotencyKey: 'more' }), shop.send)).rejects.toMatchObject({
      code: 'suspended',
    });
    expect(shop.orders).toEqual([]);
  });

  it('that its owner stopped is stopped there, too', async () => {
    const { ledger, databaseUrl, open, copy } = await filled();
    await ledger.stop('the page');
    expect(await copy()).toMatchObject({ isStopped: true });
    expect(await (await open({ databaseUrl })).suspensions()).toMatchObject([{ by: 'the page' }]);
  });

  it.each<[string, string, (made: Awaited<ReturnType<typeof filled>>) => Promise<unknown> | undefined]>([
    [
      'where there is one already',
      'config_invalid',
      async ({ open, databaseUrl }) =>
        (await open({ databaseUrl })).execute(wish(), upstream(delivered).send),
    ],
    [
      'that somebody edited',
      'suspended',
      async ({ path }) => {
        const file = new DatabaseSync(path);
        file.exec("update entries set amount = '1' where state = 'completed'");
        file.close();
      },
    ],
    [
      'in which something is under way',
      'duplicate_in_progress',
      ({ ledger }) => ledger.prepare(wish({ idempotencyKey: 'now' })),
    ],
  ])('%s is not copied, and goes on', async (_, code, happen) => {
    const made = await filled();
    await happen(made);
    await expect(made.copy()).rejects.toMatchObject({ code, outcome: 'not_committed' });
    const shop = upstream(delivered);
    await made.ledger.execute(wish({ idempotencyKey: 'more' }), shop.send);
    expect(shop.orders).toHaveLength(1);
  });

  it.each<[string, (made: Awaited<ReturnType<typeof filled>>) => Promise<unknown>]>([
    [
      'whose past is lost',
      async ({ path }) => {
        const file = new DatabaseSync(path);
        file.exec('delete from events where seq > 1');
        file.close();
      },
    ],
    [
      'to where one has lost its past',
      async ({ open, databaseUrl, copyPath }) => {
        await (await open({ databaseUrl })).execute(wish(), upstream(delivered).send);
        await byHand(copyPath, 'delete from events');
        await byHand(copyPath, 'delete from entries');
      },
    ],
  ])('%s is not copied', async (_, happen) => {
    const made = await filled();
    await happen(made);
    const refused = await made.copy().catch((error) => error);
    expect(refused).toMatchObject({ code: 'suspended', outcome: 'not_committed' });
    expect(refused.message).toContain('has gone back in time');
  });

  it('that is not there is not made, and not copied', async () => {
    const folder = scratchFolder();
    const { databaseUrl = '' } = await placeAt(`${folder}/copy.db`);
    const path = `${folder}/none.db`;
    await expect(copyLedger({ path, databaseUrl })).rejects.toMatchObject({ code: 'config_invalid' });
    expect(existsSync(path)).toBe(false);
  });

  it('whose copying is broken off is as it was, and nothing of it is there', async () => {
    const { ledger, databaseUrl, open, copy } = await filled();
    const broken = copy(() => {
      throw new Error('no more');
    });
    await expect(broken).rejects.toThrow('no more');
    expect((await (await open({ databaseUrl })).list()).total).toBe(0);
    expect(await ledger.suspensions()).toEqual([]);
    expect(await copy()).toMatchObject({ entries: 2 });
  });
});
