import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { remembered } from './doubt.ts';
import { headsIn, newest } from './heads.ts';

const HEAD = { ledger: 'a'.repeat(32), seq: 1, hash: 'b'.repeat(64) };

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-heads-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it('a head is of the place that it was begun in, and goes forward with it', () => {
  const folder = scratch();
  const heads = headsIn(folder, '/here');
  expect(heads.move(null, HEAD)).toBe(true);
  expect(heads.move(HEAD, { ...HEAD, seq: 2 })).toBe(true);
  expect(heads.move(HEAD, { ...HEAD, seq: 3 })).toBe(false);
  expect(heads.all()).toEqual([{ ...HEAD, seq: 2 }]);
  expect(heads.isHere({ ...HEAD, seq: 2 })).toBe(true);
  expect(headsIn(folder, '/elsewhere').isHere({ ...HEAD, seq: 2 })).toBe(false);
});

it('only a file with the name of a head is one: neither its draft nor what a hand has put beside it', () => {
  const folder = scratch();
  const name = `${HEAD.ledger}.1.${HEAD.hash}`;
  for (const other of [`${name}.77`, `x${name}`, `${HEAD.ledger}.1.b`, `${HEAD.ledger}.1.${'x'.repeat(64)}`])
    writeFileSync(join(folder, other), '/here');
  expect(headsIn(folder, '/here').all()).toEqual([]);
});

it('the furthest head is the newest, in whatever order they are listed', () => {
  expect(newest([1, 3, 2].map((seq) => ({ ...HEAD, seq })))).toEqual({ ...HEAD, seq: 3 });
});

it('a head that somebody else has forgotten is forgotten', () => {
  const heads = headsIn(scratch(), '/here');
  expect(() => heads.forget([HEAD])).not.toThrow();
});

describe('a ledger that is gone is remembered', () => {
  const GONE = { ledger: null };

  it('by a head that another process moves between its being listed and read', () => {
    const heads = headsIn(scratch(), '/here');
    heads.move(null, HEAD);
    const known = heads.all();
    heads.move(HEAD, { ...HEAD, seq: 2 });
    heads.move({ ...HEAD, seq: 2 }, { ...HEAD, seq: 3 });
    expect(remembered(known, heads, GONE)).toEqual({ own: undefined, gone: HEAD });
  });

  it('neither by one of another place, moved or not, nor by one that is forgotten', () => {
    const folder = scratch();
    const [elsewhere, heads] = [headsIn(folder, '/elsewhere'), headsIn(folder, '/here')];
    elsewhere.move(null, HEAD);
    const known = heads.all();
    expect(remembered(known, heads, GONE).gone).toBeUndefined();
    elsewhere.move(HEAD, { ...HEAD, seq: 2 });
    expect(remembered(known, heads, GONE).gone).toBeUndefined();
    heads.forget(heads.all());
    expect(remembered(known, heads, GONE).gone).toBeUndefined();
  });

  it('neither by where an earlier head of it says that it was, nor by another ledger that is here', () => {
    const heads = headsIn(scratch(), '/here');
    const known = [{ ...HEAD, seq: 2 }];
    heads.move(null, HEAD);
    heads.move(null, { ...HEAD, ledger: 'c'.repeat(32), seq: 9 });
    expect(remembered(known, heads, GONE).gone).toBeUndefined();
  });
});

it.skipIf(process.platform === 'win32')(
  'a head that the disk has no room for is not there at all',
  async () => {
    const folder = scratch();
    const move = `import(process.argv[1]).then(({ headsIn }) => {
    process.exitCode = headsIn(process.argv[2], '/here').move(null, ${JSON.stringify(HEAD)}) ? 0 : 9;
  })`;
    const node = [process.execPath, '--conditions=@kamikit/source', '--no-warnings', '-e', move];
    const args = [...node, new URL('heads.ts', import.meta.url).href, folder];
    const moving = promisify(execFile)('sh', ['-c', 'ulimit -f 0; exec "$@"', 'sh', ...args]);
    await expect(moving).rejects.toMatchObject({ code: 9 });
    expect(readdirSync(folder)).toEqual([]);
  },
);

it('a head that cannot take its name leaves nothing behind', () => {
  const folder = scratch();
  mkdirSync(join(folder, `${HEAD.ledger}.${HEAD.seq}.${HEAD.hash}`));
  expect(headsIn(folder, '/here').move(null, HEAD)).toBe(false);
  expect(readdirSync(folder)).toHaveLength(1);
});
