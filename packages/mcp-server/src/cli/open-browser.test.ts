import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { openBrowser } from './open-browser.ts';

const LINK = 'http://127.0.0.1:4000/abc/enter?link=secret';

it.each([
  ['linux', 'xdg-open'],
  ['darwin', 'open'],
  ['win32', 'explorer.exe'],
  ['freebsd', 'xdg-open'],
] as const)(
  'on %s a browser is opened by a file that leads there, so that no other user sees the secret',
  async (platform, opener) => {
    const started: string[][] = [];
    const remove = await openBrowser(
      LINK,
      platform,
      (command, args) => void started.push([command, ...args]),
    );
    const [[command, ...args] = []] = started;
    expect(command).toBe(opener);
    expect(args.join(' ')).not.toContain('secret');
    const file = args.at(-1) ?? '';
    expect(readFileSync(file, 'utf8')).toContain(`url=${LINK}"`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    remove();
    expect(existsSync(file)).toBe(false);
  },
);
