import { readFile } from 'node:fs/promises';
import type { ConfigProblem, Environment } from '../config/config.ts';
import { settingIn } from '../config/setting-in.ts';
import { unknownVariables } from '../config/unknown-names.ts';
import { upstreamVariables } from '../config/upstream-settings.ts';
import { EVERYWHERE } from '../config/variables.ts';
import { asObject, readObject } from './edit-json.ts';
import { variablesOf } from './host-file.ts';
import { CARRIED, HOSTS, hostOf } from './hosts.ts';

/** A host that starts the server. */
export interface ConnectedHost {
  title: string;
  /** What its block sets, and no command sees. */
  own: string[];
  /** So that its server buys elsewhere, or writes it down elsewhere, than what a command shows. */
  isElsewhere: boolean;
  /** What its block sets under names that do not exist. */
  unknown: readonly ConfigProblem[];
}

const ELSEWHERE: readonly string[] = [
  ...Object.values(upstreamVariables).flatMap(({ variables }) => variables),
  ...['KAMIKIT_DATA_DIR', 'KAMIKIT_SANDBOX', ...CARRIED],
];

/** Reads the files of all hosts that keep their servers in one. */
export async function connectedHosts(environment: Environment): Promise<ConnectedHost[]> {
  const found: ConnectedHost[] = [];
  for (const { title, property, place } of HOSTS.map((name) => hostOf(name, environment))) {
    const file = 'file' in place ? place.file : place.seenIn;
    const text = file === undefined ? '' : await readFile(file, 'utf8').catch(() => '');
    const block = asObject(asObject(readObject(text)?.[property])?.kamikit);
    if (block === null) continue;
    const variables = variablesOf(block);
    const own = [...EVERYWHERE, ...CARRIED].filter(
      (name) => settingIn(variables, name) !== null && variables[name] !== environment[name],
    );
    const unknown = unknownVariables(variables).filter(({ concern }) => concern === 'changes');
    found.push({
      ...{ title, own, isElsewhere: own.some((name) => ELSEWHERE.includes(name)) },
      unknown,
    });
  }
  return found;
}
