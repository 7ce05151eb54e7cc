import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../test/host.ts';
import { init } from './init.ts';

const KEY = 'canary-key';
const OTHERS = '{"mcpServers":{"other":{"env":{"TOKEN":"t"}}},"theme":"dark"}';

/** A host's configuration in a folder of its own, and what `init` says to it. */
function host(text?: string, mode = 0o644) {
  const folder = temporaryFolder();
  const file = join(folder, 'config.json');
  if (text !== undefined) {
    writeFileSync(file, text);
    chmodSync(file, mode);
  }
  const printed: string[] = [];
  return {
    ...{ folder, file, printed },
    run: () =>
      init(
        { environment: { KAMIKIT_STOREFRONT_API_KEY: KEY }, print: (said) => void printed.push(said) },
        { yes: true, config: file },
      ),
    read: (name = 'config.json') => readFileSync(join(folder, name), 'utf8'),
    modes: () =>
      Object.fromEntries(
        readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777]),
      ),
  };
}

it('a new configuration is for its owner only', async () => {
  const { run, read, modes } = host();
  expect(await run()).toBe(0);
  expect(JSON.parse(read())).toMatchObject({
    mcpServers: { kamikit: { env: { KAMIKIT_STOREFRONT_API_KEY: KEY } } },
  });
  expect(modes()).toEqual({ 'config.json': 0o600 });
});

it.each([
  ['644', '600'],
  ['666', '600'],
  ['400', '400'],
])('one with mode %s gets %s, its backup 600, and nothing else is left', async (before, after) => {
  const { run, read, modes } = host(OTHERS, Number.parseInt(before, 8));
  expect(await run()).toBe(0);
  expect(modes()).toEqual({
    'config.json': Number.parseInt(after, 8),
    'config.json.before-kamikit': 0o600,
  });
  expect(read('config.json.before-kamikit')).toBe(OTHERS);
  expect(JSON.parse(read())).toMatchObject({ theme: 'dark', mcpServers: { other: {}, kamikit: {} } });
});

it('no earlier backup is overwritten, and it is told where the new one is', async () => {
  const { run, read, printed } = host(OTHERS);
  await run();
  const second = read();
  await run();
  expect(read('config.json.before-kamikit')).toBe(OTHERS);
  expect(read('config.json.before-kamikit-2')).toBe(second);
  expect(printed.join('')).toContain('config.json.before-kamikit-2');
});

it('a symbolic link is refused with the address of the file it leads to, and nothing is written', async () => {
  const { folder, file, run, modes } = host();
  const target = join(folder, 'dotfiles.json');
  writeFileSync(target, OTHERS);
  symlinkSync(target, file);
  const before = modes();
  await expect(run()).rejects.toThrow(`symbolic link to ${target}; nothing was written`);
  await expect(run()).rejects.toThrow(`--config ${JSON.stringify(target)}`);
  expect(readFileSync(target, 'utf8')).toBe(OTHERS);
  expect(modes()).toEqual(before);
});

it('a link that leads nowhere is refused, and nothing appears at its end', async () => {
  const { folder, file, run } = host();
  symlinkSync(join(folder, 'nowhere'), file);
  await expect(run()).rejects.toThrow('The link leads nowhere');
  expect(readdirSync(folder)).toEqual(['config.json']);
});

it('links under the names of backups and new files are not written through', async () => {
  const { folder, file, run } = host(OTHERS);
  const victim = join(folder, 'victim');
  writeFileSync(victim, 'untouched');
  for (const name of ['.new', '.before-kamikit']) symlinkSync(victim, `${file}${name}`);
  expect(await run()).toBe(0);
  expect(readFileSync(victim, 'utf8')).toBe('untouched');
});

it('what is no file is refused', async () => {
  const { file, run } = host();
  mkdirSync(file);
  await expect(run()).rejects.toThrow('is not a file');
});
