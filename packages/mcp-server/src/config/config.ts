import { join } from 'node:path';
import { type Money, parseMoney, UPSTREAMS, type Upstream } from '@kamikit/core/base';
import envPaths from 'env-paths';
import { type ProxyServer, proxySecrets, readProxy } from './proxy-settings.ts';
import { settingIn } from './setting-in.ts';
import { unknownNames } from './unknown-names.ts';
import { type UpstreamSettings, upstreamVariables, type VariableReader } from './upstream-settings.ts';
import { KEYS, VARIABLES } from './variables.ts';

/**
 * What a fault keeps from working. `spending`: what changes something, and the ledger with its limits; `changes`: the
 * first alone; with `nothing` it is only reported.
 */
export type Concern = Upstream | 'spending' | 'changes' | 'everything' | 'nothing';

export interface ConfigProblem {
  variable: string;
  message: string;
  concern: Concern;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** The settings of each upstream; null where there are none. Bad ones are listed in `problems`. */
type Upstreams = { readonly [U in Upstream]: UpstreamSettings[U] | null };

/** All settings. */
export interface Config extends Upstreams {
  /** The upstreams whose tools are offered. */
  configured: readonly Upstream[];
  maxOrderTotal: Money | null;
  dailyBudget: Money | null;
  dailyCards: number | null;
  readOnly: boolean;
  confirm: 'auto' | 'required' | 'never';
  reveal: 'inline' | 'sealed';
  /** The sandbox keeps a folder of its own. */
  dataDir: string;
  /** The user's configuration folder: what vouches for the ledger is kept there, away from it. */
  configDir: string;
  /** The built-in sandbox stands in for all upstreams. */
  sandbox: boolean;
  /** What the upstreams are reached through; null: nothing. */
  proxy: ProxyServer | null;
  logLevel: LogLevel;
  problems: readonly ConfigProblem[];
  /** What must never be shown, whether or not it is a valid setting. */
  secrets: readonly string[];
}

/** What holds where nothing is set, so that nobody starts without a limit. */
const DEFAULT_LIMITS = {
  maxOrderTotal: parseMoney(100),
  dailyBudget: parseMoney(300),
  dailyCards: 100,
} as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads all settings from environment variables. Never throws: whatever is wrong is listed in `problems`. */
export function readConfig(environment: Environment): Config {
  const problems = unknownNames(environment, VARIABLES);
  const text = (variable: string) => settingIn(environment, variable);

  function read<T>(variable: string, concern: Concern, fallback: T, parse: (value: string) => T): T {
    const value = text(variable);
    if (value === null) return fallback;
    try {
      return parse(value);
    } catch (error) {
      problems.push({ variable, concern, message: error instanceof Error ? error.message : String(error) });
      return fallback;
    }
  }

  function upstream<U extends Upstream>(name: U): UpstreamSettings[U] | null {
    const { variables, read: readSettings } = upstreamVariables[name];
    if (variables.every((variable) => text(variable) === null)) return null;
    const reader: VariableReader = {
      needed(variable, parse) {
        if (text(variable) === null) problems.push({ variable, concern: name, message: 'it is missing' });
        return read(variable, name, '', parse);
      },
      optional: (variable, parse) => read<string | null>(variable, name, null, parse),
    };
    return readSettings(reader);
  }

  const upstreams = {
    storefront: upstream('storefront'),
    cards: upstream('cards'),
    supplier: upstream('supplier'),
  } satisfies Upstreams;
  const sandbox = read('KAMIKIT_SANDBOX', 'everything', false, parseFlag);
  const paths = envPaths('kamikit', { suffix: '' });
  const dataDir = text('KAMIKIT_DATA_DIR') ?? paths.data;
  const proxy = sandbox ? null : readProxy(environment, problems);
  const configHome = text('XDG_CONFIG_HOME');
  return {
    ...upstreams,
    configured: sandbox ? UPSTREAMS : UPSTREAMS.filter((name) => upstreams[name] !== null),
    maxOrderTotal: read(
      'KAMIKIT_MAX_ORDER_TOTAL',
      'spending',
      DEFAULT_LIMITS.maxOrderTotal,
      orNone(parseLimit),
    ),
    dailyBudget: read('KAMIKIT_DAILY_BUDGET', 'spending', DEFAULT_LIMITS.dailyBudget, orNone(parseLimit)),
    dailyCards: read<number | null>(
      'KAMIKIT_DAILY_CARDS',
      'spending',
      DEFAULT_LIMITS.dailyCards,
      orNone(parseCount),
    ),
    readOnly: read('KAMIKIT_READ_ONLY', 'spending', false, parseFlag),
    confirm: read('KAMIKIT_CONFIRM', 'spending', 'auto', oneOf('auto', 'required', 'never')),
    reveal: read('KAMIKIT_REVEAL', 'everything', 'inline', oneOf('inline', 'sealed')),
    dataDir: sandbox ? join(dataDir, 'sandbox') : dataDir,
    configDir: configHome === null ? paths.config : join(configHome, 'kamikit'),
    sandbox,
    proxy,
    logLevel: read('KAMIKIT_LOG_LEVEL', 'nothing', 'info', oneOf('debug', 'info', 'warn', 'error', 'silent')),
    problems,
    secrets: [...KEYS.map(text), longOnly(text('KAMIKIT_SUPPLIER_API_ID')), ...proxySecrets(proxy)].filter(
      (value) => value !== null,
    ),
  };
}

/** Where the ledger lives. */
export function ledgerPath({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, 'ledger.sqlite');
}

/** Where the built-in sandbox keeps what it has sold: beside its ledger, and as long. */
export function sandboxPath({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, 'sandbox.sqlite');
}

/** Where the ledger's key and its head are kept. */
export function integrityOf({ configDir }: Pick<Config, 'configDir'>): { folder: string } {
  return { folder: configDir };
}

/** What must never be shown. */
export function secretsOf({ secrets }: Pick<Config, 'secrets'>): readonly string[] {
  return secrets;
}

/** An id is no secret; but what is as long as a key may be one, pasted into the wrong variable. */
function longOnly(value: string | null): string | null {
  return value !== null && value.length >= 16 ? value : null;
}

function parseLimit(value: string): Money {
  const limit = readMoney(value);
  if (limit.startsWith('-')) throw new TypeError('it must not be negative');
  return limit;
}

function parseCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new TypeError('it must be a whole number, or none');
  return Number(value);
}

/** `none`: Kamikit sets no limit. */
function orNone<T>(parse: (value: string) => T): (value: string) => T | null {
  return (value) => (value.toLowerCase() === 'none' ? null : parse(value));
}

/** What was set may be a key that belongs elsewhere, so no message repeats it. */
function readMoney(value: string): Money {
  try {
    return parseMoney(value);
  } catch {
    throw new TypeError('it must be an amount in yuan, such as 99.50, or none');
  }
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
