import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CardsClient,
  type ClientOptions,
  StorefrontClient,
  SupplierClient,
  type Timing,
} from '@kamikit/core';
import { type Ledger, type LedgerSettings, openLedger } from '@kamikit/ledger';
import { placeAt } from '@kamikit/ledger/src/testing/store.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '@kamikit/sandbox';
import { Agent } from 'undici';
import { onTestFinished } from 'vitest';
import { createSpender, type SpenderOptions } from '../index.ts';

/** When a test's time begins: four in the afternoon in Shanghai. */
export const START = Date.parse('2026-11-20T08:00:00Z');

/** Two cards of 25 yuan each; the account pays 5 % less. */
export const PURCHASE = { goods_id: 1, sub_id: 11, quantity: 2, max_total: '50' };

/** One code of 13.5 yuan, delivered at once. */
export const TRADE = { sku_id: 11, quantity: 1, max_total: '13.5' };

export interface ShopOptions {
  sandbox?: SandboxOptions;
  ledger?: LedgerSettings;
  spender?: Partial<SpenderOptions>;
  /** Told of each request's path right before it leaves. */
  onSend?: (path: string) => void;
  /** Runs when an entry is marked as sent, and its request has not left yet. */
  onMarkedSent?: () => void;
}

/** A spender with a ledger of its own in front of the sandbox, all on one clock; everything ends with the test. */
export async function openShop(options: ShopOptions = {}) {
  const timing = skipping();
  const sandbox = await startSandbox({ orderDelayMs: 0, now: timing.now, ...options.sandbox });
  onTestFinished(() => sandbox.close());
  const path = join(scratchFolder(), 'ledger.db');
  const opened = await openLedger({ ...(await placeAt(path)), now: timing.now, ...options.ledger });
  onTestFinished(() => opened.close());
  const ledger = options.onMarkedSent ? interrupted(opened, options.onMarkedSent) : opened;
  const clients = clientsOf(sandbox, { timing, ...(options.onSend && watched(options.onSend)) });
  const parts = { ledger, timing, ...clients, ...options.spender };
  return {
    ...{ sandbox, path, ledger, timing, ...clients },
    spender: createSpender(parts),
    /** Another spender that differs in some parts. */
    spenderWith: (changes: Partial<SpenderOptions>) => createSpender({ ...parts, ...changes }),
    /** Lets time pass. */
    pass: (ms: number) => timing.sleep(ms),
    /** How many requests of any kind have reached the sandbox. */
    requests: () => sandbox.state().requests.length,
    async control(what: string, body: object): Promise<void> {
      const init = { method: 'POST', body: JSON.stringify(body) };
      const response = await fetch(`${sandbox.url}/__sandbox/${what}`, init);
      if (!response.ok) throw new Error(await response.text());
    },
  };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** How often the storefront has charged. */
export const charges = ({ sandbox }: Shop) => sandbox.state().storefront.charges.length;

function clientsOf({ storefront, cards, supplier }: Sandbox, common: ClientOptions) {
  const clients = {
    storefront: new StorefrontClient({ ...common, apiKey: storefront.apiKey, baseUrl: storefront.url }),
    cards: new CardsClient({ ...common, apiKey: cards.apiKey, baseUrl: cards.url }),
    supplier: new SupplierClient({ ...common, ...supplier }),
  };
  onTestFinished(async () => {
    await Promise.all(Object.values(clients).map((client) => client.close()));
  });
  return clients;
}

function watched(onSend: (path: string) => void): Pick<ClientOptions, 'dispatcher'> {
  const agent = new Agent();
  onTestFinished(() => agent.destroy());
  return {
    dispatcher: agent.compose((dispatch) => (request, handler) => {
      onSend(request.path);
      return dispatch(request, handler);
    }),
  };
}

function interrupted(ledger: Ledger, onMarkedSent: () => void): Ledger {
  return {
    ...ledger,
    execute: (wish, send) =>
      ledger.execute(wish, (entry) => {
        onMarkedSent();
        return send(entry);
      }),
  };
}

/** Time in which every wait is over at once. */
export function skipping(): Timing {
  let now = START;
  return {
    now: () => now,
    uptime: () => now - START,
    random: () => 0.5,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      now += ms;
    },
  };
}

/** A folder that goes with the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-spending-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
