import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createConsole } from '@kamikit/console';
import { SupplierClient } from '@kamikit/core';
import { type Ledger, openLedger } from '@kamikit/ledger';
import { bundleForTests, temporaryFolder } from '@kamikit/mcp-server/test';
import { startSandbox } from '@kamikit/sandbox';
import { createSpender, type Spender } from '@kamikit/spending';
import { expect, it, onTestFinished } from 'vitest';
import { runDeciders, type Word } from './run-deciders.ts';

const server = bundleForTests();

const SLOW = 240_000;
const WAITING = 100;
const PROCESSES = 4;
// So many of the first belong to one of the two processes that are killed, so that each of them has something to send.
const OF_THE_KILLED = 10;
const TRADE = { sku_id: 11, quantity: 1, max_total: '13.5' };

async function openShop() {
  const sandbox = await startSandbox({ orderDelayMs: 0, balance: 10_000 });
  onTestFinished(() => sandbox.close());
  const [data, config] = [temporaryFolder(), temporaryFolder()];
  const path = join(data, 'ledger.sqlite');
  const vouching = join(config, 'kamikit');
  const ledger = await openLedger({ path, integrity: { folder: vouching }, busyTimeoutMs: 120_000 });
  onTestFinished(() => ledger.close());
  const supplier = new SupplierClient(sandbox.supplier);
  onTestFinished(() => supplier.close());
  const { url, apiId, apiKey } = sandbox.supplier;
  const env = {
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    ...{ PATH: process.env.PATH, XDG_CONFIG_HOME: config, KAMIKIT_DATA_DIR: data, KAMIKIT_LANG: 'en' },
    ...{ KAMIKIT_SUPPLIER_URL: url, KAMIKIT_SUPPLIER_API_ID: apiId, KAMIKIT_SUPPLIER_API_KEY: apiKey },
    ...{ KAMIKIT_MAX_ORDER_TOTAL: 'none', KAMIKIT_DAILY_BUDGET: 'none', KAMIKIT_RATE_LIMIT: 'none' },
  };
  return { sandbox, path, vouching, ledger, spender: createSpender({ ledger, supplier }), env };
}

/** Says a word about each at the same time, on a page of the owner's that is open in a browser. */
async function openPage(ledger: Ledger, spender: Spender) {
  const base = 'http://127.0.0.1:4000';
  const none = () => Promise.reject(new Error('not here'));
  const page = createConsole({
    ...{ ledger: async () => ledger, spender, language: 'en', now: Date.now },
    ...{ clean: (text) => text, redact: (text) => text, accounts: async () => [], doctor: async () => [] },
    catalogue: { sources: [], find: none, pictureOf: async () => null },
    pictures: { shops: async () => [], fetchPicture: none },
    formats: { csv: async function* () {}, json: async function* () {} },
    jobCsv: async function* () {},
  });
  onTestFinished(() => page.close());
  const link = page.oneTimeLink(base);
  const entered = await page.fetch(new Request(link));
  const headers = { cookie: entered.headers.get('set-cookie')?.split(';')[0] ?? '', origin: base };
  const shown = await page.fetch(new Request(new URL('.', link), { headers }));
  const _csrf = /name="_csrf" value="([^"]+)"/.exec(await shown.text())?.[1] ?? '';
  return (words: readonly Word[]) =>
    Promise.all(
      words.map(async ([id, word]) => {
        const form = new URL(`approvals/${id}/${word === 'yes' ? 'approve' : 'decline'}`, link);
        const body = new URLSearchParams({ _csrf });
        const { status } = await page.fetch(new Request(form, { method: 'POST', headers, body }));
        expect(status).toBe(303);
      }),
    );
}

it('200 decisions at once about 100 waiting trades, by four processes with kills, the page and the command line: each is sent at most once, none after a no', {
  timeout: SLOW,
}, async () => {
  const { sandbox, path, vouching, ledger, spender, env } = await openShop();
  const onPage = await openPage(ledger, spender);
  const asked = Array.from({ length: WAITING }, (_, number) =>
    spender.trade(TRADE, { idempotencyKey: `k${number}`, approval: 'owner', again: true }),
  );
  const ids = (await Promise.all(asked)).map(({ id }) => id);
  // Two words about each, by two processes: yes and yes, yes and no, or no and yes.
  const words: Word[][] = Array.from({ length: PROCESSES }, () => []);
  ids.forEach((id, index) => {
    if (index < OF_THE_KILLED) {
      words[index % 2]?.push([id, 'yes'], [id, 'yes']);
      return;
    }
    const [first, second] = [index % PROCESSES, (index + 1 + (index % 3)) % PROCESSES];
    words[first]?.push([id, index % 3 === 2 ? 'no' : 'yes']);
    words[second]?.push([id, index % 3 === 1 ? 'no' : 'yes']);
  });
  // About some of them a third one on the page, and about a few on the command line.
  const wordAt = (index: number) => (index % 2 === 0 ? 'yes' : 'no');
  const others = ids.slice(OF_THE_KILLED);
  const onThePage = others.filter((_, at) => at % 4 === 0).map((id, index): Word => [id, wordAt(index)]);
  const typed = others.filter((_, at) => at % 25 === 1).map((id, index): Word => [id, wordAt(index)]);
  const type = ([id, word]: Word) =>
    promisify(execFile)(process.execPath, [server, 'approve', id, `--${word}`, '--json'], { env })
      // Declined is 3, void is 4; 5 is what another process sends just then, or was killed over.
      .catch(({ code, stdout }) => expect([3, 4, 5], stdout).toContain(code));
  const { supplier } = sandbox;
  const runs = words.map((each) => ({ path, vouching, supplier, words: each }));
  // The first two are killed while they send, and say it all once more.
  const [a, b, c, d] = await runDeciders(
    runs.map((run, index) => (index < 2 ? { ...run, killAt: 4 + index } : run)),
    async () => void (await Promise.all([onPage(onThePage), ...typed.map(type)])),
  );
  const again = await runDeciders(runs.slice(0, 2));
  expect([a?.signal, b?.signal]).toEqual(['SIGKILL', 'SIGKILL']);
  expect([c, d, ...again].map((ended) => ended?.stderr).join('')).toBe('');

  await ledger.recover();
  const sent = sandbox.state().supplier.charges.map(({ item_trade_no }) => item_trade_no);
  expect(new Set(sent).size).toBe(sent.length);
  const entries = await Promise.all(ids.map((id) => ledger.get(id)));
  const sentOf = (state: string) =>
    entries.filter((entry) => entry?.state === state).map((entry) => sent.includes(entry?.reference ?? ''));
  expect(new Set(sentOf('completed'))).toEqual(new Set([true]));
  expect(new Set(sentOf('refused'))).toEqual(new Set([false]));
  // What was killed on its way; everything else is decided.
  expect(sentOf('unknown').length).toBeLessThanOrEqual(8);
  expect(sentOf('completed').length + sentOf('refused').length + sentOf('unknown').length).toBe(WAITING);
  expect(entries.filter((entry) => entry?.error?.code === 'declined').length).toBeGreaterThan(0);
  const heard = new Set(entries.map((entry) => entry?.decided_by));
  expect([...heard]).toEqual(expect.arrayContaining(['library', 'page']));
  expect(await ledger.verify()).toEqual([]);
});
