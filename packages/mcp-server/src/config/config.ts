import { join } from 'node:path';
import { type Money, parseMoney, UPSTREAMS, type Upstream } from '@kamikit/core/base';
import type { LedgerPlace } from '@kamikit/ledger';
import { parseDatabaseUrl } from '@kamikit/ledger/at-start';
import { LANGUAGES, type Language } from '../messages/language.ts';
import { databaseSecrets } from './database-secrets.ts';
import type { FileSettings } from './file-settings.ts';
import { userFolders } from './folders.ts';
import { keyFromCommand } from './key-command.ts';
import { localeLanguage } from './locale-language.ts';
import {
  oneOf,
  orNone,
  parseCount,
  parseDatabase,
  parseFlag,
  parseFolder,
  parseIssuer,
  parseLimit,
  parseRate,
} from './parse-setting.ts';
import { type ProxyServer, proxySecrets, readProxy } from './proxy-settings.ts';
import { settingIn } from './setting-in.ts';
import { unknownVariables } from './unknown-names.ts';
import { type UpstreamSettings, upstreamVariables, type VariableReader } from './upstream-settings.ts';
import { FILE_ONLY, fileNameOf, KEYS, VARIABLES } from './variables.ts';

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

export interface ConfigSources {
  /** Null where no file was looked for. */
  file: { path: string; exists: boolean } | null;
  /** The variables of the environment that are set, and go before the file. */
  variables: readonly string[];
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
  /** Requests a minute to one account, by all processes of a ledger; `undefined`: what its upstream takes, `null`: no limit of ours. */
  rateLimit: number | null | undefined;
  readOnly: boolean;
  /** Nothing is changed at all, the ledger's own notes included: what holds for somebody who only looks, and no setting. */
  onlyReads: boolean;
  confirm: 'auto' | 'required' | 'owner' | 'never';
  /** Whether an answer that comes through the host is the owner's word, where `confirm` is `owner`. */
  elicitation: boolean;
  reveal: 'inline' | 'sealed';
  /** The sandbox keeps a folder of its own. */
  dataDir: string;
  /** The PostgreSQL database in which the ledger lives; null: in a file. The sandbox's is always in a file. */
  databaseUrl: string | null;
  /** The user's configuration folder: what vouches for the ledger is kept there, away from it. */
  configDir: string;
  /** Who else gives tokens for `kamikit serve`, and for whom they must be meant; null: nobody. */
  oauth: { issuer: string; audience: string } | null;
  /** The built-in sandbox stands in for all upstreams. */
  sandbox: boolean;
  /** What the upstreams are reached through; null: nothing. */
  proxy: ProxyServer | null;
  /** In which people and models are spoken to. */
  language: Language;
  /** Whether it was set, and is not only that of this machine. */
  isLanguageSet: boolean;
  logLevel: LogLevel;
  /** Where all this comes from. */
  sources: ConfigSources;
  problems: readonly ConfigProblem[];
  /** What must never be shown, whether or not it is a valid setting. What a command gives joins it once it is known. */
  secrets: readonly string[];
}

/** What holds where nothing is set, so that nobody starts without a limit. */
const DEFAULT_LIMITS = {
  maxOrderTotal: parseMoney(100),
  dailyBudget: parseMoney(300),
  dailyCards: 100,
} as const;

export type Environment = Readonly<Record<string, string | undefined>>;

const NO_FILE: FileSettings = { path: '', exists: false, values: new Map(), problems: [] };

/**
 * Reads all settings: what the environment sets goes before what the file sets. Never throws: whatever is wrong is listed
 * in `problems`.
 */
export function readConfig(environment: Environment, file: FileSettings = NO_FILE): Config {
  const problems = [...unknownVariables(environment), ...file.problems];
  const secrets: string[] = [];
  const fromEnvironment = (variable: string) =>
    FILE_ONLY.includes(variable) ? null : settingIn(environment, variable);
  const isSet = (variable: string) => fromEnvironment(variable) !== null || file.values.has(variable);

  /** A setting by the name under which its value was found. */
  function nameOf(variable: string): string {
    const isInFile = fromEnvironment(variable) === null && file.values.has(variable);
    return isInFile ? `${fileNameOf(variable)} in ${file.path}` : variable;
  }

  /** @throws {TypeError} for what no setting can be. */
  function text(variable: string): string | null {
    const own = fromEnvironment(variable);
    const found = file.values.get(variable);
    if (own !== null || found === undefined) return own;
    if (typeof found === 'string') return found;
    if ('faulty' in found) throw new TypeError(found.faulty);
    if ('command' in found) throw new TypeError('only a key can come from a command');
    const named = fromEnvironment(found.env);
    if (named === null) throw new TypeError('the environment variable that it names is not set');
    return named;
  }

  function read<T>(variable: string, concern: Concern, fallback: T, parse: (value: string) => T): T {
    try {
      const value = text(variable);
      return value === null ? fallback : parse(value);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      problems.push({ variable: nameOf(variable), concern, message });
      return fallback;
    }
  }

  function upstream<U extends Upstream>(name: U): UpstreamSettings[U] | null {
    const { variables, read: readSettings } = upstreamVariables[name];
    if (!variables.some(isSet)) return null;
    const reader: VariableReader = {
      needed(variable, parse) {
        if (!isSet(variable)) problems.push({ variable, concern: name, message: 'it is missing' });
        return read(variable, name, '', parse);
      },
      optional: (variable, parse) => read<string | null>(variable, name, null, parse),
      key(variable, parse) {
        const found = fromEnvironment(variable) === null ? file.values.get(variable) : undefined;
        if (typeof found === 'object' && 'command' in found)
          return keyFromCommand(found.command, nameOf(variable), (key) => void secrets.push(key));
        const key = reader.needed(variable, parse);
        return async () => key;
      },
    };
    return readSettings(reader);
  }

  /** Whether or not the environment goes before it. */
  function inFile(variable: string): string | null {
    const found = file.values.get(variable) ?? null;
    if (typeof found === 'string' || found === null) return found;
    return 'env' in found ? fromEnvironment(found.env) : null;
  }

  /** One without the other lets nobody in. */
  function oauth(): Config['oauth'] {
    const issuer = read<string | null>('KAMIKIT_OAUTH_ISSUER', 'nothing', null, parseIssuer);
    const audience = read<string | null>('KAMIKIT_OAUTH_AUDIENCE', 'nothing', null, (value) => value);
    if (issuer !== null && audience !== null) return { issuer, audience };
    const names = ['KAMIKIT_OAUTH_ISSUER', 'KAMIKIT_OAUTH_AUDIENCE'];
    if (names.some(isSet))
      for (const variable of names.filter((name) => !isSet(name)))
        problems.push({ variable, concern: 'nothing', message: 'it is missing' });
    return null;
  }

  const upstreams = {
    storefront: upstream('storefront'),
    cards: upstream('cards'),
    supplier: upstream('supplier'),
  } satisfies Upstreams;
  const sandbox = read('KAMIKIT_SANDBOX', 'everything', false, parseFlag);
  const folders = userFolders(environment);
  const dataDir = read('KAMIKIT_DATA_DIR', 'everything', folders.data, parseFolder);
  const databaseUrl = read<string | null>('KAMIKIT_DATABASE_URL', 'everything', null, parseDatabase);
  const proxy = sandbox ? null : readProxy(environment, problems);
  secrets.push(...KEYS.flatMap((variable) => [fromEnvironment(variable), inFile(variable)]).filter(isText));
  secrets.push(...[fromEnvironment(ID), inFile(ID)].filter(isText).filter(isLong));
  secrets.push(...proxySecrets(proxy));
  const databases = [fromEnvironment('KAMIKIT_DATABASE_URL'), inFile('KAMIKIT_DATABASE_URL')].filter(isText);
  secrets.push(...databases.flatMap(databaseSecrets));
  const language = read<Language | null>('KAMIKIT_LANG', 'nothing', null, oneOf(...LANGUAGES));
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
    rateLimit: read<number | null | undefined>(
      'KAMIKIT_RATE_LIMIT',
      'spending',
      undefined,
      orNone(parseRate),
    ),
    readOnly: read('KAMIKIT_READ_ONLY', 'spending', false, parseFlag),
    onlyReads: false,
    confirm: read('KAMIKIT_CONFIRM', 'spending', 'auto', oneOf('auto', 'required', 'owner', 'never')),
    elicitation: read('KAMIKIT_ELICITATION', 'spending', false, parseFlag),
    reveal: read('KAMIKIT_REVEAL', 'everything', 'inline', oneOf('inline', 'sealed')),
    dataDir: sandbox ? join(dataDir, 'sandbox') : dataDir,
    databaseUrl: sandbox ? null : databaseUrl,
    configDir: folders.config,
    ...{ oauth: oauth(), sandbox, proxy },
    ...{ language: language ?? localeLanguage(environment), isLanguageSet: language !== null },
    logLevel: read('KAMIKIT_LOG_LEVEL', 'nothing', 'info', oneOf('debug', 'info', 'warn', 'error', 'silent')),
    sources: {
      file: file.path === '' ? null : { path: file.path, exists: file.exists },
      variables: VARIABLES.filter((variable) => fromEnvironment(variable) !== null),
    },
    problems,
    secrets,
  };
}

/** Where the ledger lives. */
export function ledgerPlaceOf(config: Pick<Config, 'dataDir' | 'databaseUrl'>): LedgerPlace {
  return config.databaseUrl === null ? { path: ledgerPath(config) } : { databaseUrl: config.databaseUrl };
}

/** The same in words, without user and password. */
export function ledgerShown(config: Pick<Config, 'dataDir' | 'databaseUrl'>): string {
  return config.databaseUrl === null ? ledgerPath(config) : parseDatabaseUrl(config.databaseUrl).place;
}

/** Its file, where it lives in one. */
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

/** An id is no secret; but what is as long as a key may be one, pasted into the wrong setting. */
const ID = 'KAMIKIT_SUPPLIER_API_ID';
const isLong = (value: string) => value.length >= 16;

function isText(value: string | null): value is string {
  return value !== null;
}
