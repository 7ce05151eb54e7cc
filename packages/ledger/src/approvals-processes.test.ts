import { existsSync, readFileSync } from 'node:fs';
import { parseMoney } from '@kamikit/core';
import { expect, it } from 'vitest';
import { asked } from './testing/clocked.ts';
import { runTogether } from './testing/processes.ts';
import { delivered, scratchFolder, scratchLedger, upstream } from './testing/scratch.ts';

const SLOW = 60_000;

/** A ledger on the real clock, as other processes have it. */
async function shared() {
  const folder = scratchFolder();
  const [path, sends] = [`${folder}/ledger.db`, `${folder}/sends`];
  const ledger = await scratchLedger({ path });
  const sent = () => (existsSync(sends) ? readFileSync(sends, 'utf8').trim().split('\n') : []);
  return { path, sends, ledger, sent };
}

it('killed between yes and sending, nothing was sent, and the same call asks again', {
  timeout: SLOW,
}, async () => {
  const { path, ledger } = await shared();
  const { entry } = await ledger.prepare(asked());
  const [ended] = await runTogether([{ task: 'dieApproving', path, id: entry.id, point: 'approved' }]);
  expect(ended).toMatchObject({ signal: 'SIGKILL', stderr: '' });
  expect(await ledger.get(entry.id)).toMatchObject({ state: 'prepared', decided_by: 'page' });
  // Yes once more does not revive it.
  expect(await ledger.approve(entry.id, { by: 'page' })).toMatchObject({ isOurs: false });
  const again = await ledger.prepare(asked());
  expect(again).toMatchObject({ existing: false, entry: { state: 'awaiting_approval' } });
  expect(await ledger.get(entry.id)).toMatchObject({ state: 'refused', never_sent: true });
  expect(await ledger.budget()).toMatchObject({ spent_today: '3' });
});

it('killed while sending what was approved, it is unknown, and is not sent again', {
  timeout: SLOW,
}, async () => {
  const { path, ledger } = await shared();
  const { entry } = await ledger.prepare(asked());
  const [ended] = await runTogether([{ task: 'dieApproving', path, id: entry.id, point: 'sending' }]);
  expect(ended).toMatchObject({ signal: 'SIGKILL', stderr: '' });
  const shop = upstream(delivered);
  await expect(ledger.execute(asked(), shop.send)).rejects.toMatchObject({ code: 'outcome_unknown' });
  expect(await ledger.approve(entry.id, { by: 'page' })).toMatchObject({ isOurs: false });
  expect(await ledger.get(entry.id)).toMatchObject({ state: 'unknown', never_sent: false });
  expect(shop.orders).toEqual([]);
});

it('six processes that say yes or no at the same instant send each entry once, and none after a no', {
  timeout: SLOW,
}, async () => {
  const { path, sends, sent, ledger } = await shared();
  const ids: string[] = [];
  for (let number = 0; number < 12; number += 1)
    ids.push((await ledger.prepare(asked({ idempotencyKey: `k${number}` }))).entry.id);
  const isNo = (process: number, index: number) => (process + index) % 3 === 0;
  const jobs = Array.from({ length: 6 }, (_, process) => ({
    ...{ task: 'decide' as const, path, sends },
    words: ids.map((id, index) => [id, isNo(process, index) ? 'no' : 'yes'] as const),
  }));
  const ended = await runTogether(jobs);
  expect(ended.map(({ stderr }) => stderr).join('')).toBe('');
  const states = await Promise.all(ids.map(async (id) => (await ledger.get(id))?.state));
  expect(states.filter((state) => state !== 'completed' && state !== 'refused')).toEqual([]);
  expect(sent().sort()).toEqual(ids.filter((_, index) => states[index] === 'completed').sort());
  expect(await ledger.verify()).toEqual([]);
});

it('four processes racing inside a mandate use all of it and no more', { timeout: SLOW }, async () => {
  const { path, sends, sent, ledger } = await shared();
  const { id } = await ledger.addMandate({ per_day: parseMoney(30), max_order: parseMoney(1) }, 'page');
  const jobs = Array.from({ length: 4 }, (_, process) => ({
    ...{ task: 'buy' as const, path, sends, isAsking: true },
    keys: Array.from({ length: 15 }, (_key, number) => `${process}-${number}`),
  }));
  const ended = await runTogether(jobs);
  expect(ended.map(({ stderr }) => stderr).join('')).toBe('');
  expect(sent()).toHaveLength(30);
  expect(ended.flatMap(({ report }) => report).filter((state) => state === 'awaiting_approval')).toHaveLength(
    30,
  );
  expect(await ledger.mandates()).toMatchObject([{ id, used_today: '30', uses: 30 }]);
});
