import { type Config, type Environment, readConfig } from './config.ts';
import { type ReadingAs, readConfigFile } from './read-config-file.ts';

/** The one configuration, for the server and for every command: the environment, then the file. Never throws. */
export async function loadConfig(environment: Environment, as?: ReadingAs): Promise<Config> {
  return readConfig(environment, await readConfigFile(environment, as));
}
