import { type Money, parseBaseUrl, parseMoney } from '@kamikit/core/base';
import envPaths from 'env-paths';

/** What a bad value keeps from working; `nothing` is only reported. */
export type Concern = 'storefront' | 'cards' | 'supplier' | 'spending' | 'everything' | 'nothing';

export interface ConfigProblem {
  variable: string;
  message: string;
  concern: Concern;
}

export interface KeyedSettings {
  apiKey: string;
  /** Null: the vendor's. */
  url: string | null;
}

export interface SupplierSettings {
  url: string;
  apiId: string;
  apiKey: string;
  /** Null: the plugin's own. */
  prefix: string | null;
  /** The public base to which an order's number is appended. */
  notifyUrl: string | null;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** All settings. An upstream that is null is not set; one that is set badly has a problem to its name. */
export interface Config {
  storefront: KeyedSettings | null;
  cards: KeyedSettings | null;
  supplier: SupplierSettings | null;
  maxOrderTotal: Money | null;
  dailyBudget: Money | null;
  readOnly: boolean;
  confirm: 'auto' | 'required' | 'never';
  reveal: 'inline' | 'sealed';
  dataDir: string;
  sandbox: boolean;
  logLevel: LogLevel;
  problems: readonly ConfigProblem[];
}

/** Every variable there is. */
export const VARIABLES = [
  'KAMIKIT_STOREFRONT_API_KEY',
  'KAMIKIT_STOREFRONT_URL',
  'KAMIKIT_CARDS_API_KEY',
  'KAMIKIT_CARDS_URL',
  'KAMIKIT_SUPPLIER_URL',
  'KAMIKIT_SUPPLIER_API_ID',
  'KAMIKIT_SUPPLIER_API_KEY',
  'KAMIKIT_SUPPLIER_PREFIX',
  'KAMIKIT_SUPPLIER_NOTIFY_URL',
  'KAMIKIT_MAX_ORDER_TOTAL',
  'KAMIKIT_DAILY_BUDGET',
  'KAMIKIT_READ_ONLY',
  'KAMIKIT_CONFIRM',
  'KAMIKIT_REVEAL',
  'KAMIKIT_DATA_DIR',
  'KAMIKIT_SANDBOX',
  'KAMIKIT_LOG_LEVEL',
] as const;

type Variable = (typeof VARIABLES)[number];
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads all settings from environment variables. Never throws: what is wrong stands in `problems`. */
export function readConfig(environment: Environment): Config {
  const problems: ConfigProblem[] = Object.keys(environment)
    .filter((name) => name.startsWith('KAMIKIT_') && !VARIABLES.some((known) => known === name))
    .map((variable) => ({ variable, message: 'there is no such setting', concern: 'nothing' }));

  function text(variable: Variable): string | null {
    const value = environment[variable]?.trim() ?? '';
    // Claude Desktop hands on an optional setting that was left blank as the literal "${user_config.x}".
    return value === '' || /^\$\{.*\}$/.test(value) ? null : value;
  }

  function read<T>(variable: Variable, concern: Concern, fallback: T, parse: (value: string) => T): T {
    const value = text(variable);
    if (value === null) return fallback;
    try {
      return parse(value);
    } catch (error) {
      problems.push({ variable, concern, message: error instanceof Error ? error.message : String(error) });
      return fallback;
    }
  }

  function needed(variable: Variable, concern: Concern, parse: (value: string) => string): string {
    if (text(variable) === null) problems.push({ variable, concern, message: 'it is missing' });
    return read(variable, concern, '', parse);
  }

  function storefront(): KeyedSettings | null {
    if (text('KAMIKIT_STOREFRONT_API_KEY') === null && text('KAMIKIT_STOREFRONT_URL') === null) return null;
    return {
      apiKey: needed('KAMIKIT_STOREFRONT_API_KEY', 'storefront', parseKey),
      url: read('KAMIKIT_STOREFRONT_URL', 'storefront', null, parseUrl),
    };
  }

  function cards(): KeyedSettings | null {
    if (text('KAMIKIT_CARDS_API_KEY') === null && text('KAMIKIT_CARDS_URL') === null) return null;
    return {
      apiKey: needed('KAMIKIT_CARDS_API_KEY', 'cards', parseKey),
      url: read('KAMIKIT_CARDS_URL', 'cards', null, parseUrl),
    };
  }

  function supplier(): SupplierSettings | null {
    const own = VARIABLES.filter((variable) => variable.startsWith('KAMIKIT_SUPPLIER_'));
    if (own.every((variable) => text(variable) === null)) return null;
    return {
      url: needed('KAMIKIT_SUPPLIER_URL', 'supplier', parseUrl),
      apiId: needed('KAMIKIT_SUPPLIER_API_ID', 'supplier', parseKey),
      apiKey: needed('KAMIKIT_SUPPLIER_API_KEY', 'supplier', parseKey),
      prefix: read('KAMIKIT_SUPPLIER_PREFIX', 'supplier', null, parsePrefix),
      notifyUrl: read('KAMIKIT_SUPPLIER_NOTIFY_URL', 'supplier', null, parseNotifyUrl),
    };
  }

  return {
    storefront: storefront(),
    cards: cards(),
    supplier: supplier(),
    maxOrderTotal: read('KAMIKIT_MAX_ORDER_TOTAL', 'spending', null, parseLimit),
    dailyBudget: read('KAMIKIT_DAILY_BUDGET', 'spending', null, parseLimit),
    readOnly: read('KAMIKIT_READ_ONLY', 'spending', false, parseFlag),
    confirm: read('KAMIKIT_CONFIRM', 'spending', 'auto', oneOf('auto', 'required', 'never')),
    reveal: read('KAMIKIT_REVEAL', 'everything', 'inline', oneOf('inline', 'sealed')),
    dataDir: text('KAMIKIT_DATA_DIR') ?? envPaths('kamikit', { suffix: '' }).data,
    sandbox: read('KAMIKIT_SANDBOX', 'everything', false, parseFlag),
    logLevel: read('KAMIKIT_LOG_LEVEL', 'nothing', 'info', oneOf('debug', 'info', 'warn', 'error', 'silent')),
    problems,
  };
}

function parseUrl(value: string): string {
  return parseBaseUrl(value).href;
}

function parseKey(value: string): string {
  if (!/^[\x21-\x7E]+$/.test(value)) throw new TypeError('it must be printable ASCII without blanks');
  return value;
}

function parsePrefix(value: string): string {
  if (!/^\/[\w./-]*$/.test(value)) throw new TypeError('it must be a path such as /plugin/open-api');
  return value.replace(/\/+$/, '');
}

function parseNotifyUrl(value: string): string {
  // The server's request filter alters these, so the signature would fail (supplier facts, signature).
  if (/[&%<>"']/.test(value)) throw new TypeError(`it must hold none of & % < > " '`);
  return parseUrl(value);
}

function parseLimit(value: string): Money {
  const limit = parseMoney(value);
  if (limit.startsWith('-')) throw new TypeError('it must not be negative');
  return limit;
}

function parseFlag(value: string): boolean {
  if (/^(true|1)$/i.test(value)) return true;
  if (/^(false|0)$/i.test(value)) return false;
  throw new TypeError('it must be true or false');
}

function oneOf<const T extends string>(...values: readonly T[]): (value: string) => T {
  return (value) => {
    const found = values.find((candidate) => candidate === value.toLowerCase());
    if (found === undefined) throw new TypeError(`it must be one of ${values.join(', ')}`);
    return found;
  };
}

/** What must never be shown. */
export function secretsOf({ storefront, cards, supplier }: Config): string[] {
  return [storefront, cards, supplier].flatMap((upstream) => (upstream ? [upstream.apiKey] : []));
}
