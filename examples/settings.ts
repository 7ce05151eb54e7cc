// Where the programs beside this one get their accounts: from the environment, under the names that the server uses
// too. Without an account they deal with a sandbox: made-up goods, play money, and a ledger of its own.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CARDS_URL,
  type CardsOptions,
  STOREFRONT_URL,
  type StorefrontOptions,
  type SupplierOptions,
} from '@kamikit/core';
import { type Sandbox, startSandbox } from '@kamikit/sandbox';

export interface Settings<Options> {
  /** For the client's constructor. */
  account: Options;
  /** Keep this file: the ledger in it is what makes sure that nothing is bought twice. */
  ledgerPath: string;
  /** Null when the account is a real one. */
  sandbox: Sandbox | null;
}

export function storefrontSettings(): Promise<Settings<StorefrontOptions>> {
  const apiKey = process.env.KAMIKIT_STOREFRONT_API_KEY;
  const baseUrl = process.env.KAMIKIT_STOREFRONT_URL ?? STOREFRONT_URL;
  const real = apiKey && { apiKey, baseUrl };
  return accountOr(real, ({ storefront: { apiKey, url } }) => ({ apiKey, baseUrl: url }));
}

export function cardsSettings(): Promise<Settings<CardsOptions>> {
  const apiKey = process.env.KAMIKIT_CARDS_API_KEY;
  const baseUrl = process.env.KAMIKIT_CARDS_URL ?? CARDS_URL;
  const real = apiKey && { apiKey, baseUrl };
  return accountOr(real, ({ cards: { apiKey, url } }) => ({ apiKey, baseUrl: url }));
}

export function supplierSettings(): Promise<Settings<SupplierOptions>> {
  const url = process.env.KAMIKIT_SUPPLIER_URL;
  const apiId = process.env.KAMIKIT_SUPPLIER_API_ID;
  const apiKey = process.env.KAMIKIT_SUPPLIER_API_KEY;
  const prefix = process.env.KAMIKIT_SUPPLIER_PREFIX ?? '/plugin/open-api';
  const real = url && apiId && apiKey && { url, apiId, apiKey, prefix };
  return accountOr(real, ({ supplier }) => supplier);
}

async function accountOr<Options>(
  account: Options | '' | undefined,
  ofSandbox: (sandbox: Sandbox) => NoInfer<Options>,
): Promise<Settings<Options>> {
  if (account) return { account, ledgerPath: process.env.KAMIKIT_LEDGER ?? 'ledger.db', sandbox: null };
  const sandbox = await startSandbox();
  sandbox.unref();
  const ledgerPath = join(mkdtempSync(join(tmpdir(), 'kamikit-')), 'ledger.db');
  return { account: ofSandbox(sandbox), ledgerPath, sandbox };
}
