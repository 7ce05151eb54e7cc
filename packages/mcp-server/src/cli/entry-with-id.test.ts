import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseMoney } from '@kamikit/core';
import { openLedger } from '@kamikit/ledger';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';
import { commands } from '../messages/commands.en.ts';
import { entryWithId } from './entry-with-id.ts';
import { jobWithId } from './job-with-id.ts';

/** A ledger with so many entries and jobs, whose ids all begin with `abcd`. */
async function alike(count: number) {
  const path = join(temporaryFolder(), 'ledger.sqlite');
  const made = await openLedger({ path });
  const items = [{ goods_id: 1, sub_id: 11, quantity: 1, max_total: '1' }];
  for (let at = 0; at < count; at += 1) {
    const idempotencyKey = `k${at}`;
    await made.prepare({ kind: 'purchase', idempotencyKey, request: {}, amount: null });
    await made.startJob({ kind: 'purchase', idempotencyKey, items, maxTotal: parseMoney(1) });
  }
  await made.close();
  const file = new DatabaseSync(path);
  // Nobody waits until two ids happen to begin alike.
  file.exec(`pragma foreign_keys = off;
    update entries set id = 'abcd000' || rowid || substr(id, 9);
    update jobs set id = 'abcd000' || rowid || substr(id, 9)`);
  file.close();
  const ledger = await openLedger({ path });
  onTestFinished(() => ledger.close());
  return ledger;
}

it('an id that begins like several is none of them, and those that it may be are told', async () => {
  const ledger = await alike(2);
  await expect(entryWithId(ledger, 'abcd', commands.ledger)).rejects.toThrow(
    /^abcd may be abcd0001-\S+, abcd0002-\S+: give more characters/,
  );
  await expect(jobWithId(ledger, 'abcd', commands)).rejects.toThrow(
    /^abcd may be abcd0001-\S+, abcd0002-\S+/,
  );
  expect((await entryWithId(ledger, 'abcd0002', commands.ledger)).idempotency_key).toBe('k1');
  expect((await jobWithId(ledger, 'abcd0002', commands)).idempotency_key).toBe('k1');
});

it('of more than five that it may be, five are told', async () => {
  const ledger = await alike(6);
  const failure = await entryWithId(ledger, 'abcd', commands.ledger).catch(String);
  expect(failure).toMatch(/may be (abcd000\d-\S+, ){4}abcd000\d-\S+ and more: give/);
});
