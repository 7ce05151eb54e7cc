import { join } from 'node:path';
import {
  CardsClient,
  type ClientOptions,
  KamikitError,
  realTiming,
  StorefrontClient,
  SupplierClient,
  type Timing,
} from '@kamikit/core';
import { type Ledger, openLedger } from '@kamikit/ledger';
import { type Sandbox, startSandbox } from '@kamikit/sandbox';
import type { Concern, Config } from './config.ts';
import type { Log } from './log.ts';

/** What tools work with; each part is made on first use, so that starting up costs nothing. */
export interface Services {
  config: Config;
  log: Log;
  timing: Timing;
  /** @throws {KamikitError} `config_invalid` when its settings are missing or wrong; likewise below. */
  storefront(): Promise<StorefrontClient>;
  cards(): Promise<CardsClient>;
  supplier(): Promise<SupplierClient>;
  /** @throws {KamikitError} `config_invalid` when the settings that guard money are wrong, or the file cannot be used. */
  ledger(): Promise<Ledger>;
  close(): Promise<void>;
}

/** Time, network and how reads are repeated; the real ones unless told. */
export type Outside = Pick<ClientOptions, 'timing' | 'dispatcher' | 'retry'>;

export interface ServiceOptions extends Outside {
  /** Told once the ledger is open. */
  onLedgerOpen?: () => void;
}

export function createServices(config: Config, log: Log, options: ServiceOptions = {}): Services {
  const { timing = realTiming, dispatcher, retry, onLedgerOpen } = options;
  const closing: Array<() => Promise<void>> = [];

  /** Makes a thing once; a failed try is made again by the next caller. */
  function once<T extends { close(): Promise<void> }>(make: () => Promise<T>): () => Promise<T> {
    let made: Promise<T> | undefined;
    return () => {
      made ??= make().then(
        (thing) => {
          closing.push(() => thing.close());
          return thing;
        },
        (error) => {
          made = undefined;
          throw error;
        },
      );
      return made;
    };
  }

  const onRequest = ({ error, ...event }: { error: string | undefined; operation: string }) =>
    log(error === undefined ? 'debug' : 'warn', 'request', { ...event, error });
  const common = { onRequest, timing, ...(dispatcher && { dispatcher }), ...(retry && { retry }) };

  const sandbox = once<Sandbox>(async () => {
    // A new seed each time: order numbers of one run must not come back in the next.
    const started = await startSandbox({ seed: Date.now() });
    started.unref();
    return started;
  });

  return {
    config,
    log,
    timing,
    storefront: once(async () => {
      assertUsable(config, 'storefront');
      const { apiKey, url } = config.sandbox
        ? (await sandbox()).storefront
        : settings('storefront', config.storefront);
      return new StorefrontClient({ apiKey, ...(url && { baseUrl: url }), ...common });
    }),
    cards: once(async () => {
      assertUsable(config, 'cards');
      const { apiKey, url } = config.sandbox
        ? (await sandbox()).cards
        : settings('card service', config.cards);
      return new CardsClient({ apiKey, ...(url && { baseUrl: url }), ...common });
    }),
    supplier: once(async () => {
      assertUsable(config, 'supplier');
      const { url, apiId, apiKey, prefix } = config.sandbox
        ? (await sandbox()).supplier
        : settings('supplier', config.supplier);
      return new SupplierClient({ url, apiId, apiKey, ...(prefix && { prefix }), ...common });
    }),
    ledger: once(async () => {
      assertUsable(config, 'spending');
      const ledger = await openLedger({
        path: ledgerPath(config),
        now: timing.now,
        maxOrderTotal: config.maxOrderTotal ?? undefined,
        dailyBudget: config.dailyBudget ?? undefined,
      });
      onLedgerOpen?.();
      return ledger;
    }),
    async close() {
      await Promise.allSettled(closing.map((close) => close()));
    },
  };
}

/** Where the ledger lives; the sandbox keeps one of its own. */
export function ledgerPath({ dataDir, sandbox }: Config): string {
  return join(sandbox ? join(dataDir, 'sandbox') : dataDir, 'ledger.sqlite');
}

function settings<T>(name: string, value: T | null): T {
  if (value !== null) return value;
  throw new KamikitError(`No ${name} is configured.`, { code: 'config_invalid', outcome: 'not_committed' });
}

/** @throws {KamikitError} `config_invalid` that names each variable which stands in the way. */
export function assertUsable(config: Config, ...concerns: Concern[]): void {
  const faults = config.problems.filter(
    ({ concern }) => concern === 'everything' || concerns.includes(concern),
  );
  if (faults.length === 0) return;
  const told = faults.map(({ variable, message }) => `${variable}: ${message}`).join('; ');
  throw new KamikitError(`The configuration is wrong: ${told}.`, {
    code: 'config_invalid',
    outcome: 'not_committed',
  });
}
