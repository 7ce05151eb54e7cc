import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { nodeFault } from '../config/node-fault.ts';
import type { CommandContext } from './command.ts';

/** What people install. It has the version of this package. */
export const PUBLISHED = `kamikit@${packageJson.version}`;

/** How a program is started, as hosts write it down. */
export interface StartCommand {
  command: string;
  args: string[];
}

/** What runs this, and where. */
export interface Installation {
  platform: NodeJS.Platform;
  /** Node's own file and version. */
  node: string;
  version: string;
  /** Ours. */
  file: string;
  /** Another Node of this machine that stays and is new enough. */
  findNode(): string | null;
}

/** How a host starts this very file: by an absolute path, as hosts have no PATH of a shell, if that will stay. */
export function hostCommand(installation: Installation): StartCommand {
  const { platform, node, version, file, findNode } = installation;
  if (goesAway(file)) return npx(platform, ['-y', PUBLISHED]);
  const fit = goesAway(node) ? findNode() : node;
  if (fit !== null) return { command: fit, args: [file] };
  return npx(platform, ['-y', '-p', `node@${version}`, '--', 'node', file]);
}

/** On Windows npx is a batch file, which only cmd can start. */
function npx(platform: NodeJS.Platform, args: string[]): StartCommand {
  return platform === 'win32' ? { command: 'cmd', args: ['/c', 'npx', ...args] } : { command: 'npx', args };
}

/** Caches of npx, pnpm dlx, yarn dlx and bunx, the links that fnm makes for one shell, and what is inside an app bundle. */
function goesAway(path: string): boolean {
  return /[\\/](_npx|dlx(-[^\\/]*)?|bunx-[^\\/]*|fnm_multishells|[^\\/]+\.app)[\\/]/.test(path);
}

export function ownFile(): string {
  return realpathSync(process.argv[1] ?? '');
}

export function thisInstallation(environment: CommandContext['environment']): Installation {
  return {
    ...{
      platform: process.platform,
      node: process.execPath,
      version: process.versions.node,
      file: ownFile(),
    },
    findNode: () => findNode(environment.PATH ?? environment.Path ?? ''),
  };
}

function findNode(path: string): string | null {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const found = path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(
      (file) => existsSync(file) && !goesAway(file) && !goesAway(realpathSync(file)) && isNewEnough(file),
    );
  return found ?? null;
}

function isNewEnough(node: string): boolean {
  try {
    const version = execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8', timeout: 5_000 });
    return nodeFault(version.trim()) === null;
  } catch {
    return false;
  }
}
