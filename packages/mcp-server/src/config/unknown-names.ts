import { closestMatch } from 'leven';
import type { ConfigProblem, Environment } from './config.ts';
import { settingIn } from './setting-in.ts';
import { fileNameOf, SETTINGS, VARIABLES } from './variables.ts';

const OURS = /^KAMIKIT_/i;
const NO_LIMIT_HERE = 'KAMIKIT_RATE_LIMIT';

/** Settings of other versions, which guard money or say where the ledger lives: whoever sets one relies on it. */
const OF_OTHER_VERSIONS: readonly string[] = [
  ...[NO_LIMIT_HERE, 'KAMIKIT_DATABASE_URL'],
  ...['KAMIKIT_OAUTH_ISSUER', 'KAMIKIT_OAUTH_AUDIENCE'],
];

/** Likewise, but nobody's money depends on it. */
const HARMLESS = 'KAMIKIT_LANG';

/** What is set under a name that is not read here: it may be a limit with a slip in its name, so nothing may be spent. */
export function unknownVariables(environment: Environment): ConfigProblem[] {
  return Object.keys(environment)
    .filter((name) => OURS.test(name) && settingIn(environment, name) !== null && !isRead(name))
    .map((name) => ({ variable: name, ...verdict(name.toUpperCase(), name, VARIABLES) }));

  /** Names differ by their letters' case as well, except where the system reads them in any case. */
  function isRead(name: string): boolean {
    const upper = name.toUpperCase();
    // No limit is what this version has.
    if (upper === NO_LIMIT_HERE && settingIn(environment, name) === 'none') return true;
    return VARIABLES.includes(upper) && environment[upper] === environment[name];
  }
}

/** The same for a name in the file; null when it is one that is read. */
export function unknownInFile(
  name: string,
  value: string | null,
): Pick<ConfigProblem, 'message' | 'concern'> | null {
  const names = SETTINGS.map(fileNameOf);
  if (names.includes(name) || name === '$schema' || value === null) return null;
  if (name === fileNameOf(NO_LIMIT_HERE) && value === 'none') return null;
  const variable = [HARMLESS, ...OF_OTHER_VERSIONS].find((known) => fileNameOf(known) === name);
  return verdict(variable, name, names);
}

function verdict(
  variable: string | undefined,
  name: string,
  known: readonly string[],
): Pick<ConfigProblem, 'message' | 'concern'> {
  const isOther = variable !== undefined && [HARMLESS, ...OF_OTHER_VERSIONS].includes(variable);
  return {
    message: isOther
      ? 'this version does not have this setting'
      : `there is no such setting; the nearest name is ${nearest(name, known)}`,
    concern: variable === HARMLESS ? 'nothing' : 'changes',
  };
}

/** Whatever the letters' case, and whether it is written as in the environment or as in the file. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.replace(OURS, '').replaceAll('_', '').toLowerCase();
  const closest = closestMatch(plain(name), known.map(plain));
  return known.find((candidate) => plain(candidate) === closest);
}
