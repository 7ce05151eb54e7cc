import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Ledger, openLedger } from '../index.ts';
import { delivered, scratchFolder, scratchLedger, upstream, wish } from '../testing/scratch.ts';

const told = { code: 'suspended', message: expect.stringMatching(/moved away or replaced .* restarted/) };
const refused = { ...told, outcome: 'not_committed', neverSent: true };

/** A ledger in use that has bought under the key `kept`, with a backup from before that. */
async function ledgerInUse(): Promise<{ path: string; integrity: { folder: string }; ledger: Ledger }> {
  const path = join(scratchFolder(), 'ledger.db');
  const integrity = { folder: scratchFolder() };
  await (await openLedger({ path, integrity })).close();
  copyFileSync(path, `${path}.backup`);
  const ledger = await scratchLedger({ path, integrity });
  await ledger.execute(wish({ idempotencyKey: 'kept' }), upstream(delivered).send);
  return { path, integrity, ledger };
}

const happenings: [what: string, happen: (path: string) => void][] = [
  ['removed', (path) => rmSync(path)],
  ['renamed', (path) => renameSync(path, `${path}.away`)],
  ['replaced by a backup', (path) => renameSync(`${path}.backup`, path)],
  [
    'removed and restored from a backup',
    (path) => {
      for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`);
      copyFileSync(`${path}.backup`, path);
    },
  ],
];

describe.each(happenings)('a ledger file that is %s while it is in use', (_what, happen) => {
  it('stops the next purchase before anything is sent or written; what it held can be read', async () => {
    const { path, ledger } = await ledgerInUse();
    happen(path);
    const bytes = existsSync(path) && readFileSync(path);
    const shop = upstream(delivered);
    await expect(ledger.execute(wish(), shop.send)).rejects.toMatchObject(refused);
    await expect(ledger.execute(wish(), shop.send)).rejects.toMatchObject(refused);
    expect(shop.orders).toEqual([]);
    expect(existsSync(path) && readFileSync(path)).toEqual(bytes);
    expect(await ledger.list()).toMatchObject({ total: 1 });
    expect(await ledger.replay(wish({ idempotencyKey: 'kept' }))).toMatchObject(delivered);
  });

  it('stops what is prepared from being sent', async () => {
    const { path, ledger } = await ledgerInUse();
    const { entry } = await ledger.prepare(wish());
    happen(path);
    await expect(ledger.markSent(entry.id)).rejects.toMatchObject(refused);
    expect(await ledger.get(entry.id)).toMatchObject({ state: 'prepared' });
  });

  it('does not lose the answer to what was sent: its buyer is told to keep it', async () => {
    const { path, ledger } = await ledgerInUse();
    const entry = await ledger.execute(wish(), async () => {
      happen(path);
      return delivered;
    });
    expect(entry).toMatchObject({
      ...delivered,
      notice: expect.stringMatching(/^Keep this answer: .*moved away or replaced/),
    });
    await expect(ledger.settle(entry.id, delivered)).rejects.toMatchObject({
      ...{ ...told, outcome: 'unknown', neverSent: false },
    });
  });
});

it('a file that is moved away while it is written to stops what is marked as sent from being sent', async () => {
  const path = join(scratchFolder(), 'ledger.db');
  // The time is asked for within the transaction.
  let meanwhile = () => {};
  const now = () => {
    meanwhile();
    return Date.now();
  };
  const ledger = await scratchLedger({ path, now });
  const { entry } = await ledger.prepare(wish());
  meanwhile = () => {
    meanwhile = () => {};
    renameSync(path, `${path}.away`);
  };
  await expect(ledger.markSent(entry.id)).rejects.toMatchObject(refused);
});

it('is not begun anew beside the log of one that was moved away, which can be put back', async () => {
  const { path, integrity, ledger } = await ledgerInUse();
  renameSync(path, `${path}.away`);
  const log = readFileSync(`${path}-wal`);
  await expect(openLedger({ path, integrity })).rejects.toMatchObject({
    ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true },
    message: expect.stringContaining(`${path}-wal is still there`),
    hint: expect.stringContaining('Put the file back'),
  });
  expect(existsSync(path)).toBe(false);
  expect(readFileSync(`${path}-wal`)).toEqual(log);
  renameSync(`${path}.away`, path);
  await ledger.close();
  const again = await scratchLedger({ path, integrity });
  expect(await again.find('purchase', 'kept')).toMatchObject({ state: 'completed' });
});

it('is begun anew beside a log that holds nothing', async () => {
  const path = join(scratchFolder(), 'ledger.db');
  writeFileSync(`${path}-wal`, '');
  const ledger = await scratchLedger({ path });
  expect(await ledger.prepare(wish())).toMatchObject({ existing: false });
});

it('after a restart it is compared with what was there before', async () => {
  const { path, integrity, ledger } = await ledgerInUse();
  rmSync(path);
  await expect(ledger.prepare(wish())).rejects.toMatchObject(refused);
  await ledger.close();
  rmSync(`${path}-wal`, { force: true });
  expect(await (await scratchLedger({ path, integrity })).doubt()).toContain('has vanished');
});

describe('a ledger that is overwritten in place while it is in use buys nothing more:', () => {
  const files = ['', '-wal', '-shm'];

  /** A ledger in use, its files as they were, and the purchases that these have not seen. */
  async function overwritten(purchases: number, overwrite: (path: string, earlier: Buffer[]) => void) {
    const { path, ledger } = await ledgerInUse();
    const earlier = files.map((end) => readFileSync(`${path}${end}`));
    const request = { note: 'x'.repeat(3_000) };
    for (let number = 0; number < purchases; number += 1)
      await ledger.execute(wish({ idempotencyKey: `lost${number}`, request }), upstream(delivered).send);
    overwrite(path, earlier);
    const shop = upstream(delivered);
    return { shop, bought: ledger.execute(wish({ idempotencyKey: 'next' }), shop.send) };
  }

  const none = Buffer.alloc(0);
  const overwrite: [what: string, purchases: number, (path: string, earlier: Buffer[]) => void, RegExp][] = [
    [
      'by all files of a backup, as long as they were',
      3,
      (path, earlier) => {
        for (const [at, end] of files.entries())
          writeFileSync(`${path}${end}`, earlier[at] ?? none, { flag: 'r+' });
      },
      /gone back in time: its last 9 events are missing/,
    ],
    [
      'by a backup, with its log emptied',
      3,
      (path, [earlier = none]) => {
        writeFileSync(path, earlier);
        writeFileSync(`${path}-wal`, none);
      },
      /moved away or replaced/,
    ],
    [
      'by a backup, with its log removed',
      3,
      (path, [earlier = none]) => {
        writeFileSync(path, earlier);
        for (const end of ['-wal', '-shm']) rmSync(`${path}${end}`);
      },
      /moved away or replaced/,
    ],
    // Of so many the log has been written to the file itself, and begins anew.
    [
      'by a shorter backup',
      120,
      (path, [earlier = none]) => writeFileSync(path, earlier),
      /moved away or replaced/,
    ],
  ];

  it.each(overwrite)('%s', async (_what, purchases, happen, message) => {
    const { shop, bought } = await overwritten(purchases, happen);
    await expect(bought).rejects.toMatchObject({ ...refused, message: expect.stringMatching(message) });
    expect(shop.orders).toEqual([]);
  });
});

it('a file that is copied or read meanwhile is still the same', async () => {
  const { path, ledger } = await ledgerInUse();
  copyFileSync(path, `${path}.copy`);
  await (await openLedger({ path: `${path}.copy` })).close();
  await (await openLedger({ path })).close();
  expect(await ledger.execute(wish(), upstream(delivered).send)).toMatchObject({ notice: null });
});
