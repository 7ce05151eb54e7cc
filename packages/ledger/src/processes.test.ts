import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runTogether } from './testing/processes.ts';
import { delivered, scratchFolder, scratchLedger, upstream, wish } from './testing/scratch.ts';
import { inFilesOnly } from './testing/store.ts';

const SLOW = 60_000;

function place() {
  const folder = scratchFolder();
  const sends = join(folder, 'sends');
  return {
    path: join(folder, 'ledger.db'),
    sends,
    sent: () => readFileSync(sends, 'utf8').trim().split('\n'),
  };
}

it('killed after preparing, nothing was sent and the key works again', { timeout: SLOW }, async () => {
  const { path } = place();
  const [ended] = await runTogether([{ task: 'die', path, point: 'prepared' }]);
  expect(ended).toMatchObject({ signal: 'SIGKILL', stderr: '' });
  const ledger = await scratchLedger({ path });
  expect(await ledger.find('purchase', 'k')).toMatchObject({ state: 'refused', never_sent: true });
  expect((await ledger.budget()).spent_today).toBe('0');
  const shop = upstream(delivered);
  expect(await ledger.execute(wish(), shop.send)).toMatchObject({ state: 'completed' });
  expect(shop.orders).toHaveLength(1);
});

it.each(['sent', 'sending'] as const)(
  'killed while %s, the outcome is unknown and nothing is sent again',
  { timeout: SLOW },
  async (point) => {
    const { path } = place();
    const [ended] = await runTogether([{ task: 'die', path, point }]);
    expect(ended).toMatchObject({ signal: 'SIGKILL', stderr: '' });
    const ledger = await scratchLedger({ path });
    expect(await ledger.find('purchase', 'k')).toMatchObject({ state: 'unknown', never_sent: false });
    expect((await ledger.budget()).spent_today).toBe('3');
    const shop = upstream(delivered);
    await expect(ledger.execute(wish(), shop.send)).rejects.toMatchObject({ code: 'outcome_unknown' });
    expect(shop.orders).toEqual([]);
  },
);

it('a key is free again as soon as its dead process is noticed, without reopening', {
  timeout: SLOW,
}, async () => {
  const { path } = place();
  const ledger = await scratchLedger({ path });
  await runTogether([{ task: 'die', path, point: 'prepared' }]);
  expect(await ledger.find('purchase', 'k')).toMatchObject({ state: 'prepared' });
  expect(await ledger.execute(wish(), upstream(delivered).send)).toMatchObject({ state: 'completed' });
});

it('eight processes with the same twenty keys send each exactly once', { timeout: SLOW }, async () => {
  const { path, sends, sent } = place();
  const keys = Array.from({ length: 20 }, (_, number) => `k${number}`);
  const ended = await runTogether(
    Array.from({ length: 8 }, () => ({ task: 'buy' as const, path, keys, sends })),
  );
  expect(ended.map(({ stderr }) => stderr).join('')).toBe('');
  expect(sent().sort()).toEqual([...keys].sort());
  const outcomes = new Set(ended.flatMap(({ report }) => report));
  expect(
    [...outcomes].filter((outcome) => outcome !== 'completed' && outcome !== 'duplicate_in_progress'),
  ).toEqual([]);
});

it('four processes racing on a daily budget spend all of it and no more', { timeout: SLOW }, async () => {
  const { path, sends, sent } = place();
  const jobs = Array.from({ length: 4 }, (_, process) => ({
    task: 'buy' as const,
    path,
    dailyBudget: '50',
    keys: Array.from({ length: 25 }, (_key, number) => `${process}-${number}`),
    sends,
  }));
  const ended = await runTogether(jobs);
  expect(ended.map(({ stderr }) => stderr).join('')).toBe('');
  expect(sent()).toHaveLength(50);
  expect(ended.flatMap(({ report }) => report).filter((outcome) => outcome === 'over_budget')).toHaveLength(
    50,
  );
});

inFilesOnly('on a full disk nothing is sent', async () => {
  const report = await fillDisk({ requestSize: 50_000, cardSize: 10 });
  expect(report).toMatchObject({
    code: 'config_invalid',
    outcome: 'not_committed',
    message: expect.stringContaining('disk is full'),
  });
  expect(report.sent).toBeGreaterThan(0);
  expect(report.received).toBe(report.sent);
});

inFilesOnly('a card that no longer fits on the disk still reaches its buyer', async () => {
  const report = await fillDisk({ requestSize: 10, cardSize: 90_000 });
  expect(report.notice).toContain('could not be recorded');
  expect(report.received).toBe(report.sent);
});

/** Buys until files may grow no further, at 500 kB: that fails as a disk without room does. */
async function fillDisk(sizes: { requestSize: number; cardSize: number }) {
  const [ended] = await runTogether([{ task: 'fill', path: place().path, tries: 100, ...sizes }], 1000);
  return ended?.report as { sent: number; received: number; notice: string | null };
}
