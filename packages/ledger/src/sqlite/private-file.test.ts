import { execFileSync } from 'node:child_process';
import fs, {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { assertCanKeep, openLedger } from '../index.ts';
import { seenByImports } from '../testing/replaced-builtin.ts';
import { scratchFolder, scratchLedger, wish } from '../testing/scratch.ts';
import { closeToOthers, isOpenToOthers } from './private-file.ts';

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const refused = { code: 'config_invalid', outcome: 'not_committed', neverSent: true };

it('the file and what SQLite puts beside it can be read only by their owner', async () => {
  const folder = join(scratchFolder(), 'data');
  const path = join(folder, 'ledger.db');
  const ledger = await scratchLedger({ path });
  await ledger.prepare(wish());
  expect([folder, path, `${path}-wal`, `${path}-shm`].map(mode)).toEqual(['700', '600', '600', '600']);
});

it('a file that cannot be made is told with its own reason', async () => {
  const spy = vi.spyOn(fs, 'openSync').mockImplementation(() => {
    throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES', syscall: 'open' });
  });
  seenByImports(spy);
  await expect(openLedger({ path: join(scratchFolder(), 'ledger.db') })).rejects.toMatchObject({
    ...{ ...refused, message: expect.stringContaining('EACCES') },
  });
});

it('a file that others could read is closed to them', async () => {
  const path = join(scratchFolder(), 'ledger.db');
  writeFileSync(path, '');
  chmodSync(path, 0o644);
  await scratchLedger({ path });
  expect(mode(path)).toBe('600');
});

it.each([0o770, 0o702, 0o777])(
  'a folder that others can write (mode %o) is refused with the command that mends it',
  async (open) => {
    const folder = join(scratchFolder(), "the owner's");
    mkdirSync(folder);
    chmodSync(folder, open);
    const path = join(folder, 'ledger.db');
    const failure = await openLedger({ path }).catch((error) => error);
    expect(failure).toMatchObject({ ...refused, message: expect.stringContaining(folder) });
    expect(existsSync(path)).toBe(false);
    execFileSync('sh', ['-c', failure.hint.replace(/^Run: /, '')]);
    await scratchLedger({ path });
  },
);

it('that a ledger can be kept is found out without leaving anything', () => {
  const folder = scratchFolder();
  assertCanKeep(join(folder, 'ledger.db'));
  assertCanKeep(join(folder, 'missing', 'below', 'ledger.db'));
  expect(readdirSync(folder)).toEqual([]);
});

it('a folder of its own can be made in one that others can write, and what vouches for a ledger cannot be kept there', async () => {
  const open = scratchFolder();
  chmodSync(open, 0o777);
  const path = join(open, 'own', 'ledger.db');
  assertCanKeep(path, { folder: join(open, 'config') });
  const vouched = () => assertCanKeep(path, { folder: open });
  expect(vouched).toThrow(
    expect.objectContaining({ ...refused, message: expect.stringContaining('vouches') }),
  );
  await scratchLedger({ path });
});

it('a file keeps a mode that is narrower still, and a folder in its place the one that it has', async () => {
  const [path, folder] = [join(scratchFolder(), 'ledger.db'), scratchFolder()];
  writeFileSync(path, '');
  chmodSync(path, 0o400);
  chmodSync(folder, 0o755);
  for (const each of [path, folder]) {
    expect(isOpenToOthers(each)).toBe(false);
    closeToOthers(each);
  }
  expect([path, folder].map(mode)).toEqual(['400', '755']);
});

it('that a ledger cannot be kept is found out as opening it would', async () => {
  const open = scratchFolder();
  chmodSync(open, 0o777);
  writeFileSync(join(open, 'file'), '');
  symlinkSync(join(open, 'nowhere'), join(open, 'link'));
  const before = readdirSync(open);
  const places = [open, join(open, 'file'), join(open, 'file', 'below'), join(open, 'link', 'below')];
  if (process.platform === 'linux') places.push('/proc/self/kamikit');
  for (const folder of places) {
    const path = join(folder, 'ledger.db');
    expect(() => assertCanKeep(path), folder).toThrow(expect.objectContaining(refused));
    await expect(openLedger({ path }), folder).rejects.toMatchObject(refused);
  }
  expect(readdirSync(open)).toEqual(before);
});

it('a folder in which everybody can touch only their own files is fine', async () => {
  const folder = scratchFolder();
  chmodSync(folder, 0o1777);
  await scratchLedger({ path: join(folder, 'ledger.db') });
});

it.each(['a file', 'nothing'])('a ledger that is a symbolic link to %s is not followed', async (target) => {
  const [folder, elsewhere] = [scratchFolder(), join(scratchFolder(), 'elsewhere.db')];
  if (target === 'a file') writeFileSync(elsewhere, '');
  const path = join(folder, 'ledger.db');
  symlinkSync(elsewhere, path);
  await expect(openLedger({ path })).rejects.toMatchObject({
    ...refused,
    message: expect.stringContaining('symbolic link'),
  });
  expect(existsSync(elsewhere) && readFileSync(elsewhere, 'utf8')).toBe(target === 'a file' ? '' : false);
});

it('a folder may be reached through a symbolic link', async () => {
  const [folder, link] = [scratchFolder(), join(scratchFolder(), 'link')];
  symlinkSync(folder, link);
  await scratchLedger({ path: join(link, 'ledger.db') });
  expect(existsSync(join(folder, 'ledger.db'))).toBe(true);
});

it.runIf(process.getuid?.() === 0)('a file of another user is refused', async () => {
  const path = join(scratchFolder(), 'ledger.db');
  writeFileSync(path, '');
  chownSync(path, 1234, 1234);
  await expect(openLedger({ path })).rejects.toMatchObject({
    ...refused,
    message: expect.stringContaining('another user'),
  });
});
