import { UPSTREAMS } from '@kamikit/core/base';
import { upstreamVariables } from './upstream-settings.ts';

/** Every variable that belongs to no upstream. */
const COMMON = [
  ...['KAMIKIT_MAX_ORDER_TOTAL', 'KAMIKIT_DAILY_BUDGET', 'KAMIKIT_DAILY_CARDS'],
  ...['KAMIKIT_READ_ONLY', 'KAMIKIT_CONFIRM', 'KAMIKIT_REVEAL'],
  ...['KAMIKIT_DATA_DIR', 'KAMIKIT_SANDBOX', 'KAMIKIT_LANG', 'KAMIKIT_LOG_LEVEL'],
];

/** What the file may set too. */
export const SETTINGS: readonly string[] = [
  ...UPSTREAMS.flatMap((upstream) => upstreamVariables[upstream].variables),
  ...COMMON,
];

/** Says where the file is, so it cannot stand in it. */
export const FILE_VARIABLE = 'KAMIKIT_CONFIG';

export const VARIABLES: readonly string[] = [...SETTINGS, FILE_VARIABLE];

export const KEYS: readonly string[] = SETTINGS.filter(isKey);

export function isKey(variable: string): boolean {
  return variable.endsWith('_API_KEY');
}

/** The same setting's name in the file: `KAMIKIT_DAILY_BUDGET` is `dailyBudget` there. */
export function fileNameOf(variable: string): string {
  return variable
    .slice('KAMIKIT_'.length)
    .toLowerCase()
    .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
