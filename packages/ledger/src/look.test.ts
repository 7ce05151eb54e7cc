import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { doubtAtStart } from './at-start.ts';
import { lookAtLedger, openLedger } from './index.ts';
import { WITHOUT_APPROVALS } from './testing/earlier-versions.ts';
import { delivered, scratchFolder, scratchLedger, upstream, wish } from './testing/scratch.ts';

function places() {
  const folder = scratchFolder();
  return { folder, path: join(folder, 'a b#?.db'), integrity: { folder: join(folder, 'vouchers') } };
}

type Places = ReturnType<typeof places>;

/** A ledger with one purchase that was made, and one whose outcome is unknown. */
async function kept({ path, integrity }: Places) {
  const ledger = await openLedger({ path, integrity });
  await ledger.execute(wish(), upstream(delivered).send);
  await ledger
    .execute(wish({ idempotencyKey: 'u', request: { goods: 2 } }), upstream(new Error('gone')).send)
    .catch(() => {});
  await ledger.close();
}

/** Every file, its mode, its content and when that was changed. */
function files(folder: string): unknown[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const { mode, mtimeMs } = statSync(path);
    return [path, mode, ...(entry.isFile() ? [mtimeMs, readFileSync(path, 'base64')] : [])];
  });
}

function edit(path: string, statements: string): void {
  const db = new DatabaseSync(path);
  db.exec(statements);
  db.close();
}

it('looking at a ledger changes nothing, and leaves nothing beside it', async () => {
  const at = places();
  await kept(at);
  chmodSync(at.path, 0o644);
  chmodSync(join(at.integrity.folder, 'ledger.key'), 0o644);
  const before = files(at.folder);
  expect(await lookAtLedger(at)).toEqual({
    ...{ found: [], suspensions: [], entries: 2, unknown: 1 },
    ...{ version: 'current', isOpenToOthers: process.platform !== 'win32' },
  });
  expect(doubtAtStart(at.path, at.integrity)).toBe(null);
  expect(files(at.folder)).toEqual(before);
});

it('a ledger of an older version is told as such, and stays as it is', async () => {
  const at = places();
  await kept(at);
  edit(at.path, `${WITHOUT_APPROVALS}; pragma user_version = 9`);
  const before = files(at.folder);
  expect(await lookAtLedger(at)).toMatchObject({ version: 'older', entries: 2, unknown: 1, found: [] });
  expect(files(at.folder)).toEqual(before);
});

it('an empty file is no ledger yet', async () => {
  const at = places();
  writeFileSync(at.path, '', { mode: 0o600 });
  expect(await lookAtLedger(at)).toMatchObject({ version: 'none', entries: 0 });
  expect(existsSync(at.integrity.folder)).toBe(false);
});

describe('the place of a ledger that was taken away', () => {
  it.each([
    [
      'a file that a process began, and was killed',
      (path: string) => writeFileSync(path, '', { mode: 0o600 }),
    ],
    [
      'a database without a table',
      (path: string) => edit(path, 'pragma journal_mode = wal; create table t (a); drop table t'),
    ],
  ])('is not taken for one of an older version where there is %s', async (_what, begin) => {
    const at = places();
    await kept(at);
    rmSync(at.path);
    begin(at.path);
    chmodSync(at.path, 0o600);
    const { found } = await lookAtLedger(at);
    expect(found).toMatchObject([
      { entryId: null, what: expect.stringMatching(/has vanished: it held \d+ events/) },
    ]);
  });

  it('nor where there is one of an older version', async () => {
    const at = places();
    await kept(at);
    edit(at.path, `${WITHOUT_APPROVALS}; pragma user_version = 9; update identity set ledger = 'another'`);
    expect(await lookAtLedger(at)).toMatchObject({ version: 'older', found: [{ what: /has vanished/ }] });
  });
});

it('what was edited by hand is found', async () => {
  const at = places();
  await kept(at);
  edit(at.path, "update entries set amount = '0.01' where idempotency_key = 'k'");
  const { found } = await lookAtLedger(at);
  expect(found).toMatchObject([{ what: expect.stringMatching(/was changed from outside/) }]);
});

it('a ledger whose key is gone does not pass for its own, nor one that was signed without any', async () => {
  const at = places();
  const ledger = await openLedger({ path: at.path });
  await ledger.prepare(wish());
  await ledger.close();
  const { found } = await lookAtLedger(at);
  expect(found[0]?.what).toMatch(/signed with a key that is not the one in use/);
});

it('a ledger that is in use is looked at as it stands', async () => {
  const at = places();
  const ledger = await scratchLedger(at);
  await ledger.prepare(wish());
  await ledger.stop('page');
  expect(await lookAtLedger(at)).toMatchObject({
    ...{ entries: 1, found: [] },
    suspensions: [{ account: null, by: 'page' }],
  });
});

it('what a killed process left beside a ledger is looked at, too, and stays there', async () => {
  const at = places();
  const ledger = await scratchLedger(at);
  await ledger.prepare(wish());
  const left = join(at.folder, 'left.db');
  for (const end of ['', '-wal']) copyFileSync(`${at.path}${end}`, `${left}${end}`);
  const bytes = () => ['', '-wal'].map((end) => readFileSync(`${left}${end}`));
  const before = bytes();
  expect(await lookAtLedger({ ...at, path: left })).toMatchObject({ entries: 1 });
  expect(bytes()).toEqual(before);
});

it('a ledger that is a symbolic link is not looked at', async () => {
  const at = places();
  await kept(at);
  const link = join(at.folder, 'link.db');
  symlinkSync(at.path, link);
  await expect(lookAtLedger({ ...at, path: link })).rejects.toThrow('symbolic link');
});

it('what is no ledger is refused by its name', async () => {
  const at = places();
  writeFileSync(at.path, 'no database, and longer than the header of one is, so that it is read as such');
  await expect(lookAtLedger(at)).rejects.toMatchObject({ code: 'config_invalid', message: /damaged or not/ });
  edit(at.path.replace('#', ''), 'pragma user_version = 999');
  await expect(lookAtLedger({ ...at, path: at.path.replace('#', '') })).rejects.toMatchObject({
    message: expect.stringMatching(/written by a newer version/),
  });
});
