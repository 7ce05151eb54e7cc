import { parseApiKey, parseBaseUrl, parseNotifyUrl, parsePrefix, type Upstream } from '@kamikit/core/base';

/** A key, which may have to be asked for. @throws {KamikitError} `config_invalid` when it cannot be had. */
export type ApiKey = () => Promise<string>;

export interface KeyedSettings {
  apiKey: ApiKey;
  /** Null: the vendor's. */
  url: string | null;
  /** How the ledger identifies this account; null: by its address and key. */
  account: string | null;
}

export interface SupplierSettings {
  url: string;
  apiId: string;
  apiKey: ApiKey;
  /** Null: the plugin's own. */
  prefix: string | null;
  /** The public base to which an order's number is appended. */
  notifyUrl: string | null;
  account: string | null;
}

/** How each upstream is reached. */
export interface UpstreamSettings {
  storefront: KeyedSettings;
  cards: KeyedSettings;
  supplier: SupplierSettings;
}

/** Reads one variable of an upstream's; a missing or bad one becomes a problem. */
export interface VariableReader {
  needed(variable: string, parse: (text: string) => string): string;
  optional(variable: string, parse: (text: string) => string): string | null;
  /** Like `needed`, but it may have to be asked for. */
  key(variable: string, parse: (text: string) => string): ApiKey;
}

interface UpstreamVariables<U extends Upstream> {
  /** If none of them is set, the upstream is not configured. */
  variables: readonly string[];
  read(reader: VariableReader): UpstreamSettings[U];
}

const url = (text: string) => parseBaseUrl(text).href;
const apiKey = (text: string) => parseApiKey(text);
const prefix = (text: string) => parsePrefix(text);
const notifyUrl = (text: string) => parseNotifyUrl(text).href;

/** What is set for each upstream. */
export const upstreamVariables: { readonly [U in Upstream]: UpstreamVariables<U> } = {
  storefront: {
    variables: ['KAMIKIT_STOREFRONT_API_KEY', 'KAMIKIT_STOREFRONT_URL'],
    read: ({ key, optional }) => ({
      apiKey: key('KAMIKIT_STOREFRONT_API_KEY', apiKey),
      url: optional('KAMIKIT_STOREFRONT_URL', url),
      account: null,
    }),
  },
  cards: {
    variables: ['KAMIKIT_CARDS_API_KEY', 'KAMIKIT_CARDS_URL'],
    read: ({ key, optional }) => ({
      apiKey: key('KAMIKIT_CARDS_API_KEY', apiKey),
      url: optional('KAMIKIT_CARDS_URL', url),
      account: null,
    }),
  },
  supplier: {
    variables: [
      ...['KAMIKIT_SUPPLIER_URL', 'KAMIKIT_SUPPLIER_API_ID', 'KAMIKIT_SUPPLIER_API_KEY'],
      ...['KAMIKIT_SUPPLIER_PREFIX', 'KAMIKIT_SUPPLIER_NOTIFY_URL'],
    ],
    read: ({ needed, optional, key }) => ({
      url: needed('KAMIKIT_SUPPLIER_URL', url),
      apiId: needed('KAMIKIT_SUPPLIER_API_ID', apiKey),
      apiKey: key('KAMIKIT_SUPPLIER_API_KEY', apiKey),
      prefix: optional('KAMIKIT_SUPPLIER_PREFIX', prefix),
      notifyUrl: optional('KAMIKIT_SUPPLIER_NOTIFY_URL', notifyUrl),
      account: null,
    }),
  },
};
