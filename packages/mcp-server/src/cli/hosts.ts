import { homedir } from 'node:os';
import { join } from 'node:path';
import { xdgFolder } from '../config/folders.ts';
import type { Setup } from '../messages/setup.en.ts';
import type { CommandContext } from './command.ts';

/** Where a host looks for its servers: in a file, or in what a person gives it. */
export interface Host {
  title: string;
  /** The property that holds all servers. */
  property: 'mcpServers' | 'servers';
  place: { file: string } | Pasted;
}

/** Where the server finds its folders; a host that starts it has no shell that sets them. */
export const CARRIED: readonly string[] = ['KAMIKIT_CONFIG', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'];

interface Pasted {
  /** What to do with a block. */
  paste(block: object, say: Setup): string;
  /** A file in which it then stands. */
  seenIn?: string;
}

export const HOSTS = ['claude-desktop', 'claude-code', 'cursor', 'vscode', 'cherry-studio'] as const;
export type HostName = (typeof HOSTS)[number];

export function hostOf(
  name: HostName,
  environment: CommandContext['environment'],
  platform: NodeJS.Platform = process.platform,
): Host {
  const home = homedir();
  const appData: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(home, 'Library', 'Application Support'),
    win32: environment.APPDATA ?? join(home, 'AppData', 'Roaming'),
  };
  const apps = appData[platform] ?? xdgFolder(environment, 'XDG_CONFIG_HOME') ?? join(home, '.config');
  const hosts: Record<HostName, Host> = {
    // https://modelcontextprotocol.io/docs/develop/connect-local-servers
    'claude-desktop': {
      ...{ title: 'Claude Desktop', property: 'mcpServers' },
      place: { file: join(apps, 'Claude', 'claude_desktop_config.json') },
    },
    // ~/.claude.json is rewritten by Claude Code while it runs; https://code.claude.com/docs/en/mcp
    'claude-code': {
      ...{ title: 'Claude Code', property: 'mcpServers' },
      place: {
        paste: (block, say) =>
          // Shells of Windows do not agree on how to write an argument with quotes in it.
          platform === 'win32' ? say.claudeCodeFile : say.claudeCode({ command: addToClaudeCode(block) }),
        seenIn: join(home, '.claude.json'),
      },
    },
    // https://cursor.com/docs/context/mcp
    cursor: {
      ...{ title: 'Cursor', property: 'mcpServers' },
      place: { file: join(home, '.cursor', 'mcp.json') },
    },
    // https://code.visualstudio.com/docs/copilot/reference/mcp-configuration
    vscode: {
      ...{ title: 'VS Code', property: 'servers' },
      place: { file: join(apps, 'Code', 'User', 'mcp.json') },
    },
    // It keeps its servers in a database of its own.
    'cherry-studio': {
      ...{ title: 'Cherry Studio', property: 'mcpServers' },
      place: {
        paste: (_, say) => say.cherryStudio,
      },
    },
  };
  return hosts[name];
}

function addToClaudeCode(block: object): string {
  const json = JSON.stringify(block).replaceAll("'", `'\\''`);
  return `  claude mcp add-json --scope user kamikit '${json}'`;
}
