import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { delivered, scratchFolder, scratchLedger, upstream, wish } from './testing/scratch.ts';
import { byHand, isPostgres, whenever } from './testing/store.ts';

it.each([
  ['half a character', '\ud800'],
  ['nothing', '\0 and more'],
  ['both', '\udc00 \0'],
])('what a database stores otherwise than it was said is vouched for as it is stored: %s', async (_, odd) => {
  const ledger = await scratchLedger();
  const key = { idempotencyKey: `key ${odd}` };
  const entry = await ledger.execute(wish(key), async () => ({ ...delivered, reference: odd }));
  expect(await ledger.get(entry.id)).toMatchObject({
    idempotency_key: entry.idempotency_key,
    reference: entry.reference,
  });
  expect(await ledger.verify()).toEqual([]);
  const again = upstream(delivered);
  await ledger.execute(wish(key), again.send);
  expect(again.orders).toEqual([]);
});

it('a change that the table did not take is not told as recorded', async () => {
  const path = `${scratchFolder()}/ledger.db`;
  const ledger = await scratchLedger({ path });
  const deaf = 'create trigger deaf before update on entries';
  if (isPostgres) {
    await byHand(
      path,
      'create function deaf() returns trigger language plpgsql as $$ begin return null; end $$',
    );
    await byHand(path, `${deaf} for each row execute function deaf()`);
  } else await byHand(path, `${deaf} begin select raise(ignore); end`);
  const entry = await ledger.execute(wish(), upstream(delivered).send);
  expect(entry.notice).toContain('is not as it was a moment ago');
  await byHand(path, `drop trigger deaf${isPostgres ? ' on entries' : ''}`);
  expect((await ledger.get(entry.id))?.state).toBe('sent');
  expect(await ledger.verify()).toEqual([]);
});

/** How often this process holds a file open, where the system tells. */
function timesOpen(path: string): number {
  const held = existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd') : [];
  return held.filter((fd) => {
    const open = join('/proc/self/fd', fd);
    return existsSync(open) && readlinkSync(open) === path;
  }).length;
}

it('a ledger in which nothing can be tidied up is not opened, and nothing of it stays open', async () => {
  const path = `${scratchFolder()}/ledger.db`;
  const first = await scratchLedger({ path });
  const { entry } = await first.prepare(wish());
  await first.close();
  await byHand(
    path,
    `update entries set lease_until_ms = 0, owner_token = 'gone', owner_pid = 0 where id = '${entry.id}'`,
  );
  const lift = await whenever(path, 'update', "new.state = 'refused'", 'insert into events (seq) values (1)');
  const before = timesOpen(path);
  await expect(scratchLedger({ path })).rejects.toThrow();
  expect(timesOpen(path)).toBe(before);
  await lift();
  const ledger = await scratchLedger({ path });
  expect(await ledger.get(entry.id)).toMatchObject({ state: 'refused', never_sent: true });
});
