import { join } from 'node:path';
import envPaths from 'env-paths';
import type { Environment } from './config.ts';
import { settingIn } from './setting-in.ts';

/** The user's own folders on this platform. */
export function userFolders(environment: Environment): { config: string; data: string } {
  const { config, data } = envPaths('kamikit', { suffix: '' });
  const configHome = settingIn(environment, 'XDG_CONFIG_HOME');
  return { config: configHome === null ? config : join(configHome, 'kamikit'), data };
}
