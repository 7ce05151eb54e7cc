import { readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';

type Place = Pick<Config, 'dataDir'>;

function fileOf({ dataDir }: Place): string {
  return join(dataDir, 'page.json');
}

/** Writes down where the owner's page runs: no secret, and for this user alone. Returns what takes it back. */
export async function writePageAddress(config: Place, url: string): Promise<() => void> {
  const file = fileOf(config);
  rmSync(file, { force: true });
  await writeFile(file, `${JSON.stringify({ url, pid: process.pid })}\n`, { mode: 0o600, flag: 'wx' });
  return () => {
    // Another page may have begun meanwhile.
    if (pageIn(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}

/** Where the owner's page runs; null where none does. */
export function readPageAddress(config: Place): string | null {
  const page = pageIn(fileOf(config));
  return page !== null && isRunning(page.pid) ? page.url : null;
}

function pageIn(file: string): { url: string; pid: number } | null {
  try {
    const { url, pid } = Object(JSON.parse(readFileSync(file, 'utf8')));
    const isPage = typeof url === 'string' && URL.canParse(url) && Number.isSafeInteger(pid) && pid > 0;
    return isPage ? { url, pid } : null;
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
