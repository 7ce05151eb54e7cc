import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OPENERS = {
  darwin: ['open'],
  win32: ['explorer.exe'],
  linux: ['xdg-open'],
} as const satisfies Partial<Record<NodeJS.Platform, readonly string[]>>;

type Start = (command: string, args: readonly string[]) => void;

/**
 * Opens a secret address in the user's browser. What a program is called with every user of a machine can see, so it is given
 * a file that only this one can read, and that leads there. Returns what takes the file away again.
 */
export async function openBrowser(
  address: string,
  platform: NodeJS.Platform = process.platform,
  start: Start = startDetached,
): Promise<() => void> {
  const [command, ...args] = OPENERS[platform === 'darwin' || platform === 'win32' ? platform : 'linux'];
  const folder = await mkdtemp(join(tmpdir(), 'kamikit-page-'));
  const file = join(folder, 'open.html');
  const page = `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url=${address}"><title>Kamikit</title>`;
  await writeFile(file, page, { mode: 0o600, flag: 'wx' });
  start(command, [...args, file]);
  return () => rmSync(folder, { recursive: true, force: true });
}

/** A browser outlives the command; where there is none, the printed link serves. */
function startDetached(command: string, args: readonly string[]): void {
  spawn(command, args, { detached: true, stdio: 'ignore' })
    .on('error', () => {})
    .unref();
}
