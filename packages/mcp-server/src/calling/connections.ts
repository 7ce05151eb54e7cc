import { dirname } from 'node:path';
import { KamikitError, UPSTREAM_NAMES, type Upstream } from '@kamikit/core';
import { makeFolder } from '@kamikit/ledger';
import type { Sandbox } from '@kamikit/sandbox';
import { type Config, sandboxPath } from '../config/config.ts';
import type { UpstreamSettings } from '../config/upstream-settings.ts';
import { messagesIn } from '../messages/messages-in.ts';

/** How each upstream is reached now. */
export interface Connections {
  /** @throws {KamikitError} `config_invalid` when it is not configured. */
  to<U extends Upstream>(upstream: U): UpstreamSettings[U];
  close(): Promise<void>;
}

/** What is configured; with `KAMIKIT_SANDBOX` a sandbox is started, and the rest need not know about it. */
export async function openConnections(config: Config): Promise<Connections> {
  const { settings, close } = config.sandbox
    ? await openSandbox(config)
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

async function openSandbox(config: Config): Promise<{
  settings: { readonly [U in Upstream]: UpstreamSettings[U] | null };
  close(): Promise<void>;
}> {
  const { storefront, cards, supplier, unref, close } = await startKept(config);
  unref();
  // Its address changes with each start, but the account stays the same.
  const account = 'sandbox';
  return {
    settings: {
      storefront: { ...storefront, apiKey: async () => storefront.apiKey, account },
      cards: { ...cards, apiKey: async () => cards.apiKey, account },
      supplier: { ...supplier, apiKey: async () => supplier.apiKey, notifyUrl: null, account },
    },
    close,
  };
}

/** The sandbox beside the ledger: all copies of the server sell from it, and it is there again after a restart. */
async function startKept(config: Config): Promise<Sandbox> {
  const path = sandboxPath(config);
  const { startSandbox } = await import('@kamikit/sandbox');
  try {
    makeFolder(dirname(path));
    // A seed of its own for each new file: the order numbers of one must not recur in another.
    return await startSandbox({ seed: Date.now(), keepIn: path });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KamikitError(`The sandbox cannot be kept in ${path}: ${reason}.`, {
      ...{ code: 'config_invalid', outcome: 'not_committed', neverSent: true, cause },
      hint: (await messagesIn('calls', config.language)).failure.sandboxFolder,
    });
  }
}
