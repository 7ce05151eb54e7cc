import {
  CardsClient,
  type ClientOptions,
  KamikitError,
  realTiming,
  STOREFRONT_URL,
  StorefrontClient,
  SupplierClient,
  type Upstream,
} from '@kamikit/core';
import { type Ledger, openLedger } from '@kamikit/ledger';
import { type Clients, createSpender, type Spender } from '@kamikit/spending';
import { assertUsable } from '../config/assert-usable.ts';
import { type Config, integrityOf, ledgerPlaceOf } from '../config/config.ts';
import type { Log } from '../config/log.ts';
import type { UpstreamSettings } from '../config/upstream-settings.ts';
import { pace } from '../errands/pace.ts';
import type { RestockSchedule } from '../errands/restock-on-time.ts';
import type { StartWork } from '../errands/start-work.ts';
import { messagesIn } from '../messages/messages-in.ts';
import type { ToolContext } from '../tools/define-tool.ts';
import { openConnections } from './connections.ts';

/** What calls need that outlives them; each part is created on first use, so that starting up costs nothing. */
export interface Services extends Pick<ToolContext, 'config' | 'storefront' | 'cards' | 'supplier'> {
  /** @throws {KamikitError} `config_invalid` when the settings that guard money are wrong, or the file cannot be used. */
  ledger(): Promise<Ledger>;
  spender: Spender;
  /** Where a shop is: what it says of its pictures may be relative to that. */
  address(upstream: 'storefront' | 'supplier'): Promise<string>;
  close(): Promise<void>;
}

/** Time, network and how reads are retried; by default the real ones. */
export interface Outside extends Pick<ClientOptions, 'timing' | 'dispatcher' | 'retry'> {
  /** By whom the work is done that nobody waits for; by default this process. */
  startWork?: StartWork;
  /** What to restock, and when; by default nothing. */
  restock?: RestockSchedule | null;
}

export interface ServiceOptions extends Outside {
  /** Called once the ledger is open. */
  onLedgerOpen?: () => void;
}

/** How the client of each upstream is created. */
const clientOf: {
  readonly [U in Upstream]: (
    settings: UpstreamSettings[U],
    apiKey: string,
    common: ClientOptions,
  ) => Clients[U];
} = {
  storefront: ({ url, account }, apiKey, common) =>
    new StorefrontClient({ ...common, apiKey, ...(url && { baseUrl: url }), ...(account && { account }) }),
  cards: ({ url, account }, apiKey, common) =>
    new CardsClient({ ...common, apiKey, ...(url && { baseUrl: url }), ...(account && { account }) }),
  supplier: ({ url, apiId, prefix, account }, apiKey, common) =>
    new SupplierClient({
      ...{ ...common, url, apiId, apiKey },
      ...(prefix && { prefix }),
      ...(account && { account }),
    }),
};

export function createServices(config: Config, log: Log, options: ServiceOptions = {}): Services {
  const { timing = realTiming, dispatcher, retry, onLedgerOpen } = options;
  const closing: Array<() => Promise<void>> = [];

  /** Creates something once; after a failure, the next caller tries again. */
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
  const common = {
    ...{ onRequest, timing },
    ...(config.proxy && { proxy: config.proxy }),
    ...(dispatcher && { dispatcher }),
    ...(retry && { retry }),
  };

  const connections = once(() => openConnections(config));

  async function open<U extends Upstream>(upstream: U): Promise<Clients[U]> {
    assertUsable(config, upstream);
    const settings = (await connections()).to(upstream);
    const perMinute = rateOf(upstream, settings.url, config);
    let client: Clients[U] | undefined;
    const account = () => client?.account;
    const paced = perMinute !== null && pace({ ledger: () => parts.ledger(), account, perMinute, timing });
    client = clientOf[upstream](settings, await settings.apiKey(), { ...common, ...paced });
    return client;
  }

  const clients: { readonly [U in Upstream]: () => Promise<Clients[U]> } = {
    storefront: once(() => open('storefront')),
    cards: once(() => open('cards')),
    supplier: once(() => open('supplier')),
  };
  const parts = {
    ...clients,
    ledger: once(async () => {
      assertUsable(config, 'spending');
      const ledger = await openLedger({
        ...ledgerPlaceOf(config),
        integrity: integrityOf(config),
        // By default the clock of whoever shares the ledger.
        ...(options.timing && { now: timing.now }),
        maxOrderTotal: config.maxOrderTotal ?? undefined,
        dailyBudget: config.dailyBudget ?? undefined,
        dailyCards: config.dailyCards ?? undefined,
      }).catch((error) => withVariable(error, config));
      const doubt = await ledger.doubt();
      if (doubt !== null) log('warn', 'ledger', { problem: doubt });
      onLedgerOpen?.();
      return ledger;
    }),
  };
  const notifyUrl = async () => (await connections()).to('supplier').notifyUrl;
  return {
    ...parts,
    config,
    spender: createSpender({ ...parts, notifyUrl, timing }),
    address: async (upstream) => (await connections()).to(upstream).url ?? STOREFRONT_URL,
    async close() {
      await Promise.allSettled(closing.map((close) => close()));
    },
  };
}

/** The ledger knows its place, not how that is set. */
async function withVariable(error: unknown, { databaseUrl, language }: Config): Promise<never> {
  if (!(error instanceof KamikitError) || error.code !== 'config_invalid') throw error;
  const { advised, ledgerFolder, ledgerDatabase } = (await messagesIn('calls', language)).failure;
  const setBy = databaseUrl === null ? ledgerFolder : ledgerDatabase;
  // A command to run goes last, so that nothing is pasted with it.
  const hints = error.hint ? [setBy, advised({ said: error.hint })] : [setBy];
  throw error.with({ hint: hints.join(language === 'zh' ? '' : ' ') });
}

// The storefront's Laravel suggests 60 (its throttle middleware); the others say nothing.
const RATES: Readonly<Record<Upstream, number>> = { storefront: 60, cards: 120, supplier: 120 };

/** How many requests a minute; null for as many as there are. A shop on this machine is there to be tried. */
function rateOf(
  upstream: Upstream,
  url: string | null | undefined,
  { rateLimit, sandbox }: Config,
): number | null {
  if (rateLimit !== undefined) return rateLimit;
  return sandbox || isHere(url) ? null : RATES[upstream];
}

function isHere(url: string | null | undefined): boolean {
  return url != null && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}
