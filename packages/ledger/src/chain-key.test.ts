import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedger } from './index.ts';
import { delivered, scratchFolder, scratchLedger, upstream, wish } from './testing/scratch.ts';

/** A ledger that has bought under the key `kept`, and the folder of its key. */
async function usedLedger() {
  const at = { path: join(scratchFolder(), 'ledger.db'), integrity: { folder: scratchFolder() } };
  const ledger = await openLedger(at);
  await ledger.execute(wish({ idempotencyKey: 'kept' }), upstream(delivered).send);
  await ledger.close();
  return { at, folder: at.integrity.folder, key: join(at.integrity.folder, 'ledger.key') };
}

type Used = Awaited<ReturnType<typeof usedLedger>>;

/** That nothing is spent, and what was bought can be read; returns the command that is named. */
async function expectReadOnly({ at }: Used, told: string): Promise<string> {
  const ledger = await scratchLedger(at);
  const shop = upstream(delivered);
  const failure = await ledger.execute(wish(), shop.send).catch((error) => error);
  expect(failure).toMatchObject({ code: 'config_invalid', outcome: 'not_committed', neverSent: true });
  expect(failure.message).toContain(told);
  expect(failure.message).toContain('the ledger can only be read');
  expect(shop.orders).toEqual([]);
  expect(await ledger.doubt()).toBe(failure.message);
  expect(await ledger.execute(wish({ idempotencyKey: 'kept' }), shop.send)).toMatchObject(delivered);
  expect(await ledger.list()).toMatchObject({ total: 1 });
  await ledger.close();
  return failure.hint.replace(/^Run: /, '');
}

async function expectMended({ at }: Used): Promise<void> {
  const ledger = await scratchLedger(at);
  expect(await ledger.execute(wish(), upstream(delivered).send)).toMatchObject(delivered);
  expect(await ledger.verify()).toEqual([]);
}

describe('nothing is spent while others can replace what vouches for the ledger', () => {
  const open = ['770', '702', '777'].flatMap((mode) =>
    ['.', 'ledger-heads', 'ledger.key'].map((name) => [name, mode] as const),
  );

  it.each(open)('%s with mode %s; the command that mends it is named', async (name, mode) => {
    const used = await usedLedger();
    const path = join(used.folder, name);
    chmodSync(path, Number.parseInt(mode, 8));
    execFileSync('sh', ['-c', await expectReadOnly(used, `Others can write ${path}`)]);
    await expectMended(used);
  });

  it('from the start: no key is made in a folder that others can write', async () => {
    const folder = join(scratchFolder(), "the owner's");
    mkdirSync(folder);
    chmodSync(folder, 0o770);
    const ledger = await scratchLedger({ integrity: { folder } });
    expect(await ledger.doubt()).toContain(`Others can write ${folder}`);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('a key that is a symbolic link', async () => {
    const used = await usedLedger();
    const elsewhere = join(scratchFolder(), 'key');
    renameSync(used.key, elsewhere);
    symlinkSync(elsewhere, used.key);
    await expectReadOnly(used, 'symbolic link');
  });

  it('a key that is a symbolic link to nothing, where none is made', async () => {
    const used = await usedLedger();
    const elsewhere = join(scratchFolder(), 'key');
    renameSync(used.key, `${used.key}.away`);
    symlinkSync(elsewhere, used.key);
    await expectReadOnly(used, 'symbolic link');
    expect(existsSync(elsewhere)).toBe(false);
  });

  it.runIf(process.getuid?.() === 0)('a key of another user', async () => {
    const used = await usedLedger();
    chownSync(used.key, 1234, 1234);
    execFileSync('sh', ['-c', (await expectReadOnly(used, 'another user')).replace('sudo ', '')]);
    await expectMended(used);
  });
});

it('a key that others could read is closed to them', async () => {
  const used = await usedLedger();
  chmodSync(used.key, 0o644);
  await expectMended(used);
  expect((statSync(used.key).mode & 0o777).toString(8)).toBe('600');
});

it('a folder in which everybody can touch only their own files is fine', async () => {
  const used = await usedLedger();
  chmodSync(used.folder, 0o1777);
  await expectMended(used);
});
