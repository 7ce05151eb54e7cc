import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';

type Place = Pick<Config, 'dataDir'>;

function fileOf({ dataDir }: Place): string {
  return join(dataDir, 'page.json');
}

interface RunningPage {
  url: string;
  pid: number;
}

/** Writes down where the owner's page runs: no secret, and for this user alone. Returns what takes it back. */
export async function writePageAddress(config: Place, url: string): Promise<() => void> {
  const file = fileOf(config);
  // Whose ledger is on a server may have nothing there yet.
  const { makeFolder } = await import('@kamikit/ledger');
  makeFolder(config.dataDir);
  const page = { url, pid: process.pid };
  write(file, [page, ...pagesIn(file)]);
  // Others on the same ledger may run on.
  return () =>
    write(
      file,
      pagesIn(file).filter((each) => each.pid !== page.pid || each.url !== page.url),
    );
}

/** Where the owner's page runs, the latest of several; null where none does. */
export function readPageAddress(config: Place): string | null {
  return pagesIn(fileOf(config))[0]?.url ?? null;
}

/** In one piece: of several that start or end in the same moment each finds a whole list, in which one may be missing. */
function write(file: string, [page, ...others]: readonly RunningPage[]): void {
  if (page === undefined) {
    rmSync(file, { force: true });
    return;
  }
  const written = `${file}.${process.pid}`;
  rmSync(written, { force: true });
  writeFileSync(written, `${JSON.stringify({ ...page, others })}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(written, file);
}

/** Those that run, the latest first. */
function pagesIn(file: string): RunningPage[] {
  try {
    const { others, ...latest } = Object(JSON.parse(readFileSync(file, 'utf8')));
    const pages: unknown[] = [latest, ...(Array.isArray(others) ? others : [])];
    return pages.flatMap((page) => {
      const { url, pid } = Object(page);
      const isPage = typeof url === 'string' && URL.canParse(url) && Number.isSafeInteger(pid) && pid > 0;
      return isPage && isRunning(pid) ? [{ url, pid }] : [];
    });
  } catch {
    return [];
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
