import { readFile } from 'node:fs/promises';
import { settingIn } from '../config/setting-in.ts';
import { SETTINGS } from '../config/variables.ts';
import type { CommandContext } from './command.ts';
import { asObject, readObject } from './edit-json.ts';
import { variablesOf } from './host-file.ts';
import { HOSTS, hostOf } from './hosts.ts';

/** Which hosts start the server, and what their blocks set for it alone: no command sees that. One line for each. */
export async function connectedHosts(environment: CommandContext['environment']): Promise<string[]> {
  const found: string[] = [];
  for (const { title, property, place } of HOSTS.map((name) => hostOf(name, environment))) {
    const text = 'file' in place ? await readFile(place.file, 'utf8').catch(() => '') : '';
    const block = asObject(asObject(readObject(text)?.[property])?.kamikit);
    if (block === null) continue;
    const variables = variablesOf(block);
    const own = SETTINGS.filter(
      (name) => settingIn(variables, name) !== null && variables[name] !== environment[name],
    );
    const unseen = `its block sets ${own.join(', ')}, which no command sees; kamikit init moves them into the file`;
    found.push(own.length === 0 ? title : `${title}: ${unseen}`);
  }
  return found;
}
