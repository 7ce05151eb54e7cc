import { UPSTREAMS } from '@kamikit/core/base';
import { upstreamVariables } from './upstream-settings.ts';

/** Every variable that belongs to no upstream. */
const COMMON = [
  ...['KAMIKIT_MAX_ORDER_TOTAL', 'KAMIKIT_DAILY_BUDGET', 'KAMIKIT_DAILY_CARDS'],
  'KAMIKIT_RATE_LIMIT',
  ...['KAMIKIT_READ_ONLY', 'KAMIKIT_CONFIRM', 'KAMIKIT_REVEAL'],
  ...['KAMIKIT_OAUTH_ISSUER', 'KAMIKIT_OAUTH_AUDIENCE'],
  ...['KAMIKIT_DATA_DIR', 'KAMIKIT_DATABASE_URL', 'KAMIKIT_SANDBOX', 'KAMIKIT_LANG', 'KAMIKIT_LOG_LEVEL'],
];

/** What variables and the file may set. */
export const EVERYWHERE: readonly string[] = [
  ...UPSTREAMS.flatMap((upstream) => upstreamVariables[upstream].variables),
  ...COMMON,
];

/** What only the file may set, named as the others are: a host's block of variables is written for a model's host, not for it. */
export const FILE_ONLY: readonly string[] = ['KAMIKIT_ELICITATION'];

/** What the file may set. */
export const SETTINGS: readonly string[] = [...EVERYWHERE, ...FILE_ONLY];

/** Says where the file is, so it cannot stand in it. */
export const FILE_VARIABLE = 'KAMIKIT_CONFIG';

export const VARIABLES: readonly string[] = [...EVERYWHERE, FILE_VARIABLE];

export const KEYS: readonly string[] = SETTINGS.filter(isKey);

export function isKey(variable: string): boolean {
  return variable.endsWith('_API_KEY');
}

/** Whether what it is set to may be or contain a secret. */
export function holdsSecret(variable: string): boolean {
  return isKey(variable) || variable === 'KAMIKIT_DATABASE_URL';
}

/** The same setting's name in the file: `KAMIKIT_DAILY_BUDGET` is `dailyBudget` there. */
export function fileNameOf(variable: string): string {
  return variable
    .slice('KAMIKIT_'.length)
    .toLowerCase()
    .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
