// What the rest stands on, without a client, a schema or a connection: cheap to load at a start.
export {
  type ErrorCode,
  KamikitError,
  type KamikitErrorOptions,
  type Outcome,
  UPSTREAM_NAMES,
  UPSTREAMS,
  type Upstream,
} from './errors.ts';
export { inMarks, replaceMarked } from './in-marks.ts';
export { OverLimitError, parseJson } from './json-limits.ts';
export {
  addMoney,
  ceilToCent,
  compareMoney,
  type Money,
  multiplyMoney,
  parseMoney,
  subtractMoney,
} from './money.ts';
export { redactor, SHORTEST_SECRET } from './redact.ts';
export { parseApiKey, parseBaseUrl, parseNotifyUrl, parsePrefix, parseProxyUrl } from './settings.ts';
export { formatShanghaiTime, parseShanghaiTime, shanghaiDay } from './shanghai-time.ts';
export { stripInvisible } from './strip-invisible.ts';
export { wholeTurn } from './turns.ts';
