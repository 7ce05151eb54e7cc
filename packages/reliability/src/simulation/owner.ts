import { CardsClient, StorefrontClient, SupplierClient, type Timing } from '@kamikit/core';
import type { Ledger, LedgerSettings } from '@kamikit/ledger';
import type { Spender } from '@kamikit/spending';
import type { Dispatcher } from 'undici';
import { copyOf, pidOf } from './copies.ts';
import type { Database } from './disk.ts';
import { type Actor, actAs, type Process } from './machine.ts';
import { SUPPLIER_KEY } from './supplier.ts';

/** One process on the ledger: its own modules, its own connection to the file, its own clients. */
export interface Owner {
  process: Process;
  pid: number;
  ledger(): Promise<Ledger>;
  spender: Spender;
  /** What it has open; with it they are gone. */
  databases: Database[];
  /** Does the work as this process, for a call. */
  act<T>(call: string, work: () => T): T;
}

export interface Place {
  ledger: LedgerSettings & { path: string };
  timing: Timing;
  network: Dispatcher;
}

/** Which of the storefront's accounts an owner buys with. */
export type Account = 'storefront' | 'branch';

/** Starts the process with this number of a copy. */
export async function startOwner(
  copy: number,
  account: Account,
  { ledger: options, timing, network }: Place,
): Promise<Owner> {
  const { openLedger, createSpender } = await copyOf(copy);
  const process: Process = { isDead: false, frozenUntil: 0 };
  const act = <T>(call: string, work: () => T): T => {
    const actor: Actor = { process, call };
    return actAs(actor, work);
  };
  let opening: Promise<Ledger> | null = null;
  // As the server does it: opened with the first call that needs it, and tried again if it fails.
  const ledger = () => {
    opening ??= openLedger(options).catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  const common = { apiKey: 'simulated-key', dispatcher: network, timing };
  const spender = createSpender({
    ...{ ledger, timing, notifyUrl: 'https://buyer.example/notify' },
    storefront: new StorefrontClient({ ...common, baseUrl: `https://${account}.example/api` }),
    cards: new CardsClient({ ...common, baseUrl: 'https://cards.example/' }),
    supplier: new SupplierClient({
      ...{ ...common, apiKey: SUPPLIER_KEY, apiId: '10086', url: 'https://supplier.example' },
    }),
  });
  return { process, pid: pidOf(copy), ledger, spender, databases: [], act };
}
