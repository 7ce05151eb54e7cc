import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMoney, StorefrontClient, SupplierClient } from '@kamikit/core';
import { stripInvisible } from '@kamikit/core/base';
import { type LedgerSettings, openLedger } from '@kamikit/ledger';
import { type SandboxOptions, startSandbox } from '@kamikit/sandbox';
import { createSpender } from '@kamikit/spending';
import { onTestFinished } from 'vitest';
import { type ConsoleOptions, type ConsoleParts, createConsole } from '../index.ts';

/** As a browser would call it: the address of the page, which no test listens on. */
export const BASE = 'http://127.0.0.1:4000';

export const START = Date.parse('2026-11-20T09:00:00+08:00');

/** An answer as a browser has it. */
export interface Shown {
  status: number;
  headers: Headers;
  text: string;
}

interface Opened {
  ledger?: LedgerSettings;
  sandbox?: SandboxOptions;
  parts?: Partial<ConsoleParts>;
  options?: ConsoleOptions;
}

/** A page over a sandbox and a ledger of its own, with a clock that stands still unless it is moved. */
export async function openConsole(given: Opened = {}) {
  let clock = START;
  const now = () => clock;
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-console-'));
  const sandbox = await startSandbox({ now, orderDelayMs: 0, ...given.sandbox });
  const path = join(folder, 'ledger.sqlite');
  const ledger = await openLedger({
    ...{ path, now },
    ...{ dailyBudget: parseMoney(300), maxOrderTotal: parseMoney(100), ...given.ledger },
  });
  const storefront = new StorefrontClient({ ...sandbox.storefront, baseUrl: sandbox.storefront.url });
  const supplier = new SupplierClient(sandbox.supplier);
  const spender = createSpender({ ledger, storefront, supplier });
  const page = createConsole(
    {
      ...{ ledger: async () => ledger, spender, now, language: 'en' as const },
      clean: (text, maximum) => (text === null ? null : stripInvisible(text).slice(0, maximum)),
      redact: (text) => text.replaceAll(sandbox.storefront.apiKey, '[redacted]'),
      accounts: async () => [
        { upstream: 'storefront', account: 'mine', balance: parseMoney('12.5'), problem: null },
      ],
      catalogue: {
        sources: ['storefront', 'supplier'],
        find: async () => ({ goods: [], total: 0 }),
        pictureOf: async () => null,
      },
      pictures: { shops: async () => [], fetchPicture: () => Promise.reject(new Error('no pictures here')) },
      doctor: async () => [{ name: 'ledger', verdict: 'ok', text: 'fine' }],
      formats: { csv: async function* () {}, json: async function* () {} },
      jobCsv: async function* (id) {
        yield `number of ${id}\r\n`;
      },
      ...given.parts,
    },
    { patienceMs: 0, ...given.options },
  );
  onTestFinished(async () => {
    page.close();
    await ledger.close();
    await Promise.all([storefront.close(), supplier.close()]);
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });
  // Only a link tells it.
  const root = new URL('.', page.oneTimeLink(BASE)).href;
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    page.fetch(new Request(new URL(path, root), init));

  /** Opens a one-time link, as a browser does. */
  async function enter() {
    const answer = await page.fetch(new Request(page.oneTimeLink(BASE)));
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const get = async (path: string, headers: Record<string, string> = {}): Promise<Shown> => {
      const shown = await ask(path, { headers: { cookie, ...headers } });
      return { status: shown.status, headers: shown.headers, text: await shown.text() };
    };
    const csrf = /name="_csrf" value="([^"]+)"/.exec((await get('')).text)?.[1] ?? '';
    return {
      ...{ cookie, csrf, get },
      async post(
        path: string,
        fields: Record<string, string> = {},
        headers: Record<string, string> = {},
      ): Promise<Shown> {
        const sent = await ask(path, {
          ...{ method: 'POST', body: new URLSearchParams({ _csrf: csrf, ...fields }) },
          headers: { cookie, origin: BASE, ...headers },
        });
        return { status: sent.status, headers: sent.headers, text: await sent.text() };
      },
    };
  }

  return {
    ...{ page, root, ledger, path, spender, sandbox, ask, enter, now },
    pass: (ms: number) => {
      clock += ms;
    },
    /** Something to buy: one month of it, 25 yuan. */
    wish: { goods_id: 1, sub_id: 11, quantity: 1, max_total: '100' },
    /** The same, asked for and waiting for its owner. */
    askOwner: () =>
      spender.purchase(
        { goods_id: 1, sub_id: 11, quantity: 1, max_total: '100' },
        { idempotencyKey: crypto.randomUUID(), approval: 'owner', again: true },
      ),
    charges: () => sandbox.state().storefront.charges.length,
  };
}
