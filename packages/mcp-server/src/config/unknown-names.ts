import leven, { closestMatch } from 'leven';
import type { ConfigProblem, Environment } from './config.ts';
import { settingIn } from './setting-in.ts';
import { fileNameOf, SETTINGS, VARIABLES } from './variables.ts';

const OURS = /^KAMIKIT_/i;
const PREFIX = 'KAMIKIT_';

/** What is set under a name that is not read here: it may be a limit with a slip in its name, so nothing may be spent. */
export function unknownVariables(environment: Environment): ConfigProblem[] {
  return Object.keys(environment).flatMap((variable) => {
    const meant = OURS.test(variable) ? variable : withItsPrefix(variable);
    if (meant === null || settingIn(environment, variable) === null || isRead(variable)) return [];
    return [{ variable, ...verdict(meant, VARIABLES) }];
  });

  /** Names differ by their letters' case as well, except where the system reads them in any case. */
  function isRead(name: string): boolean {
    const upper = name.toUpperCase();
    return VARIABLES.includes(upper) && environment[upper] === environment[name];
  }
}

/**
 * A name whose prefix has a slip in it, with the prefix that was meant; null for another program's. With two slips, or
 * where no underscore ends it, it is only ours if what follows is as good as one of our names: others have such prefixes.
 */
function withItsPrefix(variable: string): string | null {
  const name = variable.toUpperCase().replaceAll(/[-.]/g, '_');
  for (let length = PREFIX.length - 2; length <= PREFIX.length + 2 && length < name.length; length += 1) {
    const [head, rest] = [name.slice(0, length), name.slice(length)];
    const slips = leven(head, PREFIX);
    const isClear = slips <= 1 && head.endsWith('_');
    if (isClear || (slips <= 2 && VARIABLES.some((known) => leven(PREFIX + rest, known) <= 2)))
      return PREFIX + rest;
  }
  return null;
}

/** The same for a name in the file; null when it is one that is read. */
export function unknownInFile(
  name: string,
  value: string | null,
): Pick<ConfigProblem, 'message' | 'concern'> | null {
  const names = SETTINGS.map(fileNameOf);
  if (names.includes(name) || name === '$schema' || value === null) return null;
  return verdict(name, names);
}

function verdict(name: string, known: readonly string[]): Pick<ConfigProblem, 'message' | 'concern'> {
  return {
    message: `there is no such setting; the nearest name is ${nearest(name, known)}`,
    concern: 'changes',
  };
}

/** Whatever the letters' case, and whether it is written as in the environment or as in the file. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.replace(OURS, '').replaceAll('_', '').toLowerCase();
  const closest = closestMatch(plain(name), known.map(plain));
  return known.find((candidate) => plain(candidate) === closest);
}
