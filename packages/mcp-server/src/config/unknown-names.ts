import { closestMatch } from 'leven';
import type { ConfigProblem, Environment } from './config.ts';
import { settingIn } from './setting-in.ts';

const OURS = /^KAMIKIT_/i;

/** Settings of other versions, which guard money or say where the ledger lives: whoever sets one relies on it. */
const OF_OTHER_VERSIONS: readonly string[] = [
  ...['KAMIKIT_RATE_LIMIT', 'KAMIKIT_CONFIG', 'KAMIKIT_DATABASE_URL'],
  ...['KAMIKIT_OAUTH_ISSUER', 'KAMIKIT_OAUTH_AUDIENCE'],
];

/** Likewise, but nobody's money depends on it. */
const HARMLESS = 'KAMIKIT_LANG';

/** What is set under a name that is not read here: it may be a limit with a slip in its name, so nothing may be spent. */
export function unknownNames(environment: Environment, known: readonly string[]): ConfigProblem[] {
  return Object.keys(environment)
    .filter((name) => OURS.test(name) && settingIn(environment, name) !== null && !isRead(name))
    .map((variable) => ({
      variable,
      message: told(variable, known),
      concern: variable.toUpperCase() === HARMLESS ? 'nothing' : 'changes',
    }));

  /** Names differ by their letters' case as well, except where the system reads them in any case. */
  function isRead(name: string): boolean {
    const upper = name.toUpperCase();
    // No limit is what this version has.
    if (upper === 'KAMIKIT_RATE_LIMIT' && settingIn(environment, name) === 'none') return true;
    return known.includes(upper) && environment[upper] === environment[name];
  }
}

function told(variable: string, known: readonly string[]): string {
  const name = variable.toUpperCase();
  if (name === HARMLESS || OF_OTHER_VERSIONS.includes(name)) return 'this version does not have this setting';
  return `there is no such setting; the nearest name is ${closestMatch(name, known)}`;
}
