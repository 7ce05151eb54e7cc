import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { setup } from '../messages/setup.en.ts';
import { HOSTS, hostOf } from './hosts.ts';

const HOME = homedir();

it.each([
  [
    'claude-desktop',
    'darwin',
    [HOME, 'Library', 'Application Support', 'Claude', 'claude_desktop_config.json'],
  ],
  ['claude-desktop', 'win32', ['ROAMING', 'Claude', 'claude_desktop_config.json']],
  ['claude-desktop', 'linux', [HOME, '.config', 'Claude', 'claude_desktop_config.json']],
  ['cursor', 'linux', [HOME, '.cursor', 'mcp.json']],
  ['vscode', 'darwin', [HOME, 'Library', 'Application Support', 'Code', 'User', 'mcp.json']],
  ['vscode', 'win32', ['ROAMING', 'Code', 'User', 'mcp.json']],
  ['vscode', 'linux', [HOME, '.config', 'Code', 'User', 'mcp.json']],
] as const)('%s on %s keeps its servers in %j', (name, platform, path) => {
  expect(hostOf(name, { APPDATA: 'ROAMING' }, platform).place).toEqual({ file: join(...path) });
});

it('every host has a file, or is told where to paste', () => {
  for (const name of HOSTS)
    for (const platform of ['linux', 'win32'] as const) {
      const { place } = hostOf(name, {}, platform);
      expect('file' in place ? place.file : place.paste({}, setup)).toMatch(/\w/);
    }
});

it('Claude Code gets a command that a shell takes as it stands', () => {
  const { place } = hostOf('claude-code', {}, 'linux');
  const block = { command: "/home/o'neil/node", args: [] };
  expect('paste' in place && place.paste(block, setup)).toContain(
    `claude mcp add-json --scope user kamikit '{"command":"/home/o'\\''neil/node","args":[]}'`,
  );
});
