import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';
import { hostCommand, type Installation, PUBLISHED, thisInstallation } from './host-command.ts';

const LINUX: Installation = {
  ...{ platform: 'linux', node: '/usr/bin/node', version: '24.1.0', file: '/opt/kamikit/kamikit.mjs' },
  findNode: () => null,
};
const WINDOWS: Installation = {
  ...{ platform: 'win32', node: 'C:\\Program Files\\nodejs\\node.exe', version: '24.1.0' },
  ...{ file: 'C:\\kamikit\\kamikit.mjs', findNode: () => null },
};
const NPX_NODE = '/home/u/.npm/_npx/3e2d/node_modules/node/bin/node';
const NPX_FILE = '/home/u/.npm/_npx/3e2d/node_modules/kamikit/dist/kamikit.mjs';

describe('a host starts the server', () => {
  it.each<[string, Installation, { command: string; args: unknown[] }]>([
    ['by absolute paths', LINUX, { command: '/usr/bin/node', args: ['/opt/kamikit/kamikit.mjs'] }],
    ['by absolute paths on Windows', WINDOWS, { command: WINDOWS.node, args: [WINDOWS.file] }],
    [
      'by another Node when this one is in a cache',
      { ...LINUX, node: NPX_NODE, findNode: () => '/usr/local/bin/node' },
      { command: '/usr/local/bin/node', args: [LINUX.file] },
    ],
    [
      'by npx when there is no other',
      { ...LINUX, node: NPX_NODE },
      { command: 'npx', args: ['-y', '-p', 'node@24.1.0', '--', 'node', LINUX.file] },
    ],
    [
      'by npx when the program is in a cache',
      { ...LINUX, file: NPX_FILE },
      { command: 'npx', args: ['-y', PUBLISHED] },
    ],
    [
      'by cmd and npx on Windows',
      { ...WINDOWS, file: 'C:\\Users\\u\\AppData\\Local\\npm-cache\\_npx\\3e2d\\kamikit.mjs' },
      { command: 'cmd', args: ['/c', 'npx', '-y', PUBLISHED] },
    ],
  ])('%s', (_, installation, command) => {
    expect(hostCommand(installation)).toEqual(command);
  });

  it.each([
    '/home/u/.cache/pnpm/dlx/abc/node_modules/node/bin/node',
    '/tmp/xfs-1a/dlx-42/node_modules/.bin/node',
    '/run/user/1000/fnm_multishells/42_1/bin/node',
    '/Applications/Claude.app/Contents/Helpers/node',
  ])('never by %s, which goes away', (node) => {
    expect(hostCommand({ ...LINUX, node }).command).toBe('npx');
  });
});

it('npx is told the name and the version of the package that people install', () => {
  const file = new URL('../../../kamikit/package.json', import.meta.url);
  const { name, version } = JSON.parse(readFileSync(file, 'utf8'));
  expect(PUBLISHED).toBe(`${name}@${version}`);
});

describe.skipIf(process.platform === 'win32')('another Node of this machine', () => {
  /** A folder with a `node` that says this of itself, inside a new one. */
  function nodeIn(folder: string, said = `echo ${process.versions.node}`): string {
    const made = join(temporaryFolder(), folder);
    mkdirSync(made, { recursive: true });
    writeFileSync(join(made, 'node'), `#!/bin/sh\n${said}\n`, { mode: 0o755 });
    return made;
  }
  const find = (...folders: string[]) => thisInstallation({ PATH: folders.join(delimiter) }).findNode();

  it('is the first on the PATH that stays, runs and is new enough', () => {
    const [old, broken] = [nodeIn('old', 'echo 18.20.0'), nodeIn('broken', 'exit 1')];
    const linked = join(temporaryFolder(), 'bin');
    symlinkSync(nodeIn('_npx/3e2d'), linked);
    const fit = nodeIn('fit');
    const others = ['', temporaryFolder(), old, broken, nodeIn('_npx/3e2d'), linked];
    expect(find(...others, fit, nodeIn('later'))).toBe(join(fit, 'node'));
    expect(find(...others)).toBeNull();
  });

  it('is looked for on the Path, as Windows calls it, and nowhere where there is none', () => {
    const fit = nodeIn('fit');
    expect(thisInstallation({ Path: fit }).findNode()).toBe(join(fit, 'node'));
    expect(thisInstallation({}).findNode()).toBeNull();
  });
});
