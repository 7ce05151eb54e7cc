import {
  type CardsClient,
  KamikitError,
  realTiming,
  type StorefrontClient,
  type SupplierClient,
  type Timing,
  UPSTREAM_NAMES,
  type Upstream,
} from '@kamikit/core';
import type { Ledger, Person } from '@kamikit/ledger';
import { limitPerAccount } from './at-most-at-once.ts';

/** The client of each upstream. */
export interface Clients {
  storefront: StorefrontClient;
  cards: CardsClient;
  supplier: SupplierClient;
}

/** A thing, or what gives it whenever it is needed; what that throws reaches the caller. */
export type Lazy<T> = T | (() => T | Promise<T>);

/** What a spender works with; an upstream that is left out cannot be dealt with. */
export interface SpenderOptions {
  /** Whose budgets bind, and where every dealing is written down before it is sent. */
  ledger: Lazy<Ledger>;
  /** For `purchase` and `followOrder`. */
  storefront?: Lazy<StorefrontClient>;
  /** For `use`, `recharge` and `issue`. */
  cards?: Lazy<CardsClient>;
  /** For `trade`, `followTrade` and notifications. */
  supplier?: Lazy<SupplierClient>;
  /** The public base that the supplier notifies of trades; the trade's number is appended as a path. */
  notifyUrl?: string | null | (() => Promise<string | null>);
  /** Where waiting comes from; the real one by default. The ledger's `now` should be of the same clock. */
  timing?: Timing;
}

/** What the dealings work with. */
export interface Parts {
  ledger(): Promise<Ledger>;
  /** @throws {KamikitError} `config_invalid` when there is none. */
  client<U extends Upstream>(upstream: U): Promise<Clients[U]>;
  notifyUrl(): Promise<string | null>;
  timing: Timing;
  /** In whose hands the ledger is; null: those of whoever uses this machine. */
  person: Person | null;
  /** Runs what sends with an account, a few at a time. */
  atMostAtOnce: ReturnType<typeof limitPerAccount>;
}

export function partsOf({ timing = realTiming, notifyUrl = null, ledger, ...rest }: SpenderOptions): Parts {
  const clients: { readonly [U in Upstream]?: Lazy<Clients[U]> } = rest;
  return {
    ledger: () => resolve(ledger),
    client(upstream) {
      const client = clients[upstream];
      if (client === undefined) throw notGiven(upstream);
      return resolve(client);
    },
    notifyUrl: async () => (typeof notifyUrl === 'function' ? notifyUrl() : notifyUrl),
    timing,
    person: null,
    atMostAtOnce: limitPerAccount(),
  };
}

/** The same parts in the hands of somebody who uses them over the network. */
export function partsOfPerson(parts: Parts, person: Person): Parts {
  return { ...parts, person, ledger: async () => (await parts.ledger()).as(person) };
}

async function resolve<T extends object>(lazy: Lazy<T>): Promise<T> {
  return typeof lazy === 'function' ? lazy() : lazy;
}

function notGiven(upstream: Upstream): KamikitError {
  return new KamikitError(`No ${UPSTREAM_NAMES[upstream]} is configured.`, {
    code: 'config_invalid',
    outcome: 'not_committed',
    neverSent: true,
  });
}
