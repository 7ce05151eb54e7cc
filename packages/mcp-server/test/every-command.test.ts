import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseMoney } from '@kamikit/core';
import { expect, it, onTestFinished } from 'vitest';
import { commands } from '../src/cli/testing/commands.ts';
import { bundleForTests } from './bundle-for-tests.ts';
import { connectHost, startTestSandbox, temporaryFolder } from './host.ts';
import { ownerOf } from './owner.ts';

const server = bundleForTests();

/** A machine on which something was bought and something is still open, and what its commands are given. */
async function machine() {
  const folder = temporaryFolder();
  const { environment } = await startTestSandbox({ orderDelayMs: 3_600_000 });
  // `init` writes there.
  const home = { XDG_CONFIG_HOME: temporaryFolder() };
  const settings = { ...environment, ...home, KAMIKIT_DATA_DIR: folder };
  const { call, close } = await connectHost({ environment: settings });
  const wish = { goods_id: 1, sub_id: 11, quantity: 2, max_total: '60' };
  const bought = await call('purchase', { ...wish, mode: 'sync', idempotency_key: 'bought' });
  const open = await call('purchase', { ...wish, quantity: 1, idempotency_key: 'open' });
  await close();
  const table = join(folder, 'items.csv');
  writeFileSync(table, 'goods_id,sub_id,quantity,max_total,mode\n1,11,1,30,sync\n');
  const { jobId, pausedId } = await jobsOf(settings);
  const owner = ownerOf(settings);
  const { id: mandateId } = await owner.addMandate({ per_day: '5' });
  await owner.addPerson('alice', { daily_budget: parseMoney(5) });
  const [boughtId, openId] = [bought, open].map(({ answer }) => String(answer.entry_id).slice(0, 8));
  return {
    folder,
    table,
    jobId,
    pausedId,
    settings,
    mandateId,
    boughtId: boughtId ?? '',
    openId: openId ?? '',
  };
}

/** A job that is finished, and one that is paused. */
async function jobsOf(settings: Record<string, string>) {
  const { ledger, spender } = ownerOf(settings);
  const item = { goods_id: 1, sub_id: 11, quantity: 1, max_total: '30', mode: 'sync' };
  const job = { kind: 'purchase' as const, items: [item], max_total: '30' };
  const paused = (await spender.startJob({ ...job, idempotencyKey: 'paused' })).job;
  await (await ledger()).controlJob(paused.id, 'pause', 'test');
  const finished = (await spender.startJob({ ...job, idempotencyKey: 'finished' })).job;
  await spender.runJob(finished.id);
  return { jobId: finished.id.slice(0, 8), pausedId: paused.id.slice(0, 8) };
}

type Machine = Awaited<ReturnType<typeof machine>>;

interface Run {
  /** What it is given beside its name. */
  given?: (machine: Machine) => string[];
  says: RegExp;
  /** Prints one line, and goes on until it is told to end. */
  listens?: true;
}

const RUNS: Readonly<Record<string, Run>> = {
  '': { says: /^$/ }, // the server, whose host goes away at once
  init: {
    given: ({ folder }) => ['--yes', '--config', join(folder, 'host.json')],
    says: /Restart Claude Desktop/,
  },
  doctor: { says: /^No problems found/m },
  ledger: { says: /^3 entries, page 1 of 1$/m },
  'ledger list': { given: () => ['--state', 'completed'], says: /^2 entries, page 1 of 1$/m },
  'ledger show': { given: ({ boughtId }) => [boughtId], says: /^cards +as delivered:\n\S+\n\S+$/m },
  'ledger export': { given: () => ['--format', 'json'], says: /^\[\s*\{/ },
  'ledger verify': { says: /^All entries and events are as Kamikit wrote them\.$/m },
  'ledger reconcile': { given: ({ openId }) => [openId], says: / {2}purchase {2}pending/ },
  'ledger settle': { given: ({ openId }) => [openId, '--delivered'], says: /completed, on your word/ },
  'ledger mark': { given: ({ boughtId }) => [boughtId, '1'], says: /used: 1 {2}unused: 2$/m },
  job: { says: /^\w{8} {2}.* {2}1\/1 {2}\S+ yuan {2}finished$/m },
  'job start': {
    given: ({ table }) => [table, '--max-total', '30', '--key', 'another'],
    says: /finished\nbought 1$/m,
  },
  'job list': { says: / {2}finished$/m },
  'job show': { given: ({ jobId }) => [jobId], says: /^Job \w{8}: finished$/m },
  'job run': { says: /^No job is open\.$/m },
  'job pause': { given: ({ pausedId }) => [pausedId], says: /: paused$/m },
  'job resume': { given: ({ pausedId }) => [pausedId], says: /: running$/m },
  'job cancel': { given: ({ pausedId }) => [pausedId], says: /: cancelled$/m },
  'job export': { given: ({ jobId }) => [jobId], says: /^\uFEFFnumber,state,.*\r\n1,completed,/ },
  approve: { says: /^Nothing waits for your approval\.$/m },
  mandate: { says: /5 yuan a day; any goods; any account; until revoked$/m },
  'mandate add': { given: () => ['--per-day', '50', '--yes'], says: /^Added: mandate \S+\./m },
  'mandate list': { says: /^ {10}used 0 times: 0 yuan today, 0 yuan this week$/m },
  'mandate revoke': {
    given: ({ mandateId }) => [mandateId.slice(0, 8)],
    says: /^Mandate \S+ has been revoked since/m,
  },
  stop: { says: /^All spending of this ledger has been stopped since .*\n1 entry was sent before/m },
  resume: { says: /^Nothing is suspended\.$/m },
  ui: { given: () => ['--no-open'], says: /^http:\/\/127\.0\.0\.1:\d+\/.*enter\?link=/, listens: true },
  serve: { given: () => ['--port', '0'], says: /^\{"url":"http:.*\/mcp"\}$/, listens: true },
  user: { says: /^alice {2}buyer {2}5 yuan a day {2}since /m },
  'user add': { given: () => ['bob', '--role', 'buyer', '--max-order', '5'], says: /^kk_[\w-]{43}\n$/ },
  'user list': { given: () => ['--json'], says: /"name": "alice"/ },
  'user revoke': { given: () => ['alice'], says: /^alice has been revoked since /m },
  notify: { given: () => ['--port', '0'], says: /^\{"url":"http:/, listens: true },
  sandbox: { given: () => ['--port', '0'], says: /"storefront":\{/, listens: true },
  version: { says: /^\d+\.\d+\.\d+$/m },
};

/** Those that a file of their own runs, as they take long. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  demo: 'demo.test.ts',
  'ledger copy': 'ledger-copy.test.ts',
};

const ALL = (await commands()).map((words) => words.join(' '));

it('each command is run by a test, and no test runs what is no command', () => {
  expect([...Object.keys(RUNS), ...Object.keys(ELSEWHERE)].sort()).toEqual([...ALL].sort());
});

it.each(Object.entries(ELSEWHERE))('kamikit %s is run by %s', (name, file) => {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  expect(text).toContain(`[server, '${name.replace(' ', "', '")}'`);
});

it.each(Object.entries(RUNS))('kamikit %s does what it is there for', async (name, run) => {
  const on = await machine();
  const args = [server, ...name.split(' ').filter(Boolean), ...(run.given?.(on) ?? [])];
  const env = { ...on.settings, NO_COLOR: '1' };
  if (run.listens) {
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    expect(line).toMatch(run.says);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    return;
  }
  const running = promisify(execFile)(process.execPath, args, { env });
  running.child.stdin?.end();
  expect((await running).stdout).toMatch(run.says);
});

it.each(['README.md', 'README.zh-CN.md'])('%s names every command', (readme) => {
  const text = readFileSync(fileURLToPath(new URL(`../../../${readme}`, import.meta.url)), 'utf8');
  const names = ALL.map((name) => name.split(' ').at(-1) ?? '').filter(
    (name) => !['', 'version'].includes(name),
  );
  const groups = '((ledger|mandate|job|user) )?';
  expect(names.filter((name) => !new RegExp(`\`${groups}${name}[ \`]`).test(text))).toEqual([]);
});
