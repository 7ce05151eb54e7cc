import { UPSTREAMS } from '@kamikit/core/base';
import { upstreamVariables } from './upstream-settings.ts';

/** Every variable that belongs to no upstream. */
const COMMON = [
  ...['KAMIKIT_MAX_ORDER_TOTAL', 'KAMIKIT_DAILY_BUDGET', 'KAMIKIT_DAILY_CARDS'],
  ...['KAMIKIT_READ_ONLY', 'KAMIKIT_CONFIRM', 'KAMIKIT_REVEAL'],
  ...['KAMIKIT_DATA_DIR', 'KAMIKIT_SANDBOX', 'KAMIKIT_LOG_LEVEL'],
];

export const VARIABLES: readonly string[] = [
  ...UPSTREAMS.flatMap((upstream) => upstreamVariables[upstream].variables),
  ...COMMON,
];

export const KEYS: readonly string[] = VARIABLES.filter(isKey);

export function isKey(variable: string): boolean {
  return variable.endsWith('_API_KEY');
}
