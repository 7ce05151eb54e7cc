import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import envPaths from 'env-paths';
import type { Environment } from './config.ts';
import { settingIn } from './setting-in.ts';

/** The user's own folders on this platform. */
export function userFolders(environment: Environment): { config: string; data: string } {
  const own = platformFolders();
  const [config, data] = [xdgFolder(environment, 'XDG_CONFIG_HOME'), xdgFolder(environment, 'XDG_DATA_HOME')];
  return {
    config: config === null ? own.config : join(config, 'kamikit'),
    data: data === null ? own.data : join(data, 'kamikit'),
  };
}

/**
 * A folder that is set for all programs. One that is not absolute is not used (XDG Base Directory Specification, "Basics"):
 * hosts start the server in folders of theirs, and each would have a ledger of its own.
 */
export function xdgFolder(environment: Environment, variable: string): string | null {
  const folder = settingIn(environment, variable);
  return folder !== null && isAbsolute(folder) ? folder : null;
}

function platformFolders(): { config: string; data: string } {
  if (process.platform === 'darwin' || process.platform === 'win32')
    return envPaths('kamikit', { suffix: '' });
  return {
    config: join(homedir(), '.config', 'kamikit'),
    data: join(homedir(), '.local', 'share', 'kamikit'),
  };
}
