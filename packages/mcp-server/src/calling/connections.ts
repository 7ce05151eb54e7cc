import { KamikitError, UPSTREAM_NAMES, type Upstream } from '@kamikit/core';
import { startSandbox } from '@kamikit/sandbox';
import type { Config } from '../config/config.ts';
import type { UpstreamSettings } from '../config/upstream-settings.ts';

/** How each upstream is reached now. */
export interface Connections {
  /** @throws {KamikitError} `config_invalid` when it is not configured. */
  to<U extends Upstream>(upstream: U): UpstreamSettings[U];
  close(): Promise<void>;
}

/** What is configured; with `KAMIKIT_SANDBOX` a sandbox is started, and the rest need not know about it. */
export async function openConnections(config: Config): Promise<Connections> {
  const { settings, close } = config.sandbox
    ? await openSandbox()
    : { settings: config, close: async () => {} };
  return {
    to(upstream) {
      const found = settings[upstream];
      if (found !== null) return found;
      throw new KamikitError(`No ${UPSTREAM_NAMES[upstream]} is configured.`, {
        code: 'config_invalid',
        outcome: 'not_committed',
        neverSent: true,
      });
    },
    close,
  };
}

async function openSandbox(): Promise<{
  settings: { readonly [U in Upstream]: UpstreamSettings[U] | null };
  close(): Promise<void>;
}> {
  // A new seed each time: the order numbers of one run must not recur in the next.
  const { storefront, cards, supplier, unref, close } = await startSandbox({ seed: Date.now() });
  unref();
  // Its address changes with each start, but the account stays the same.
  const account = 'sandbox';
  return {
    settings: {
      storefront: { ...storefront, account },
      cards: { ...cards, account },
      supplier: { ...supplier, notifyUrl: null, account },
    },
    close,
  };
}
