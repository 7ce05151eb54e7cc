import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LedgerPlace } from '../index.ts';
import { placeAt } from './store.ts';

export type Job = { path: string; dailyBudget?: string } & (
  | { task: 'die'; point: 'prepared' | 'sent' | 'sending' }
  | { task: 'dieApproving'; id: string; point: 'approved' | 'sending' }
  | { task: 'buy'; keys: readonly string[]; sends: string; isAsking?: boolean }
  | { task: 'decide'; words: readonly Word[]; sends: string }
  | { task: 'fill'; requestSize: number; cardSize: number; tries: number }
);

/** Where the ledger of its path is. */
export interface Placed {
  place: LedgerPlace;
}

/** What an owner says of an entry. */
export type Word = readonly [id: string, word: 'yes' | 'no'];

const MAIN = fileURLToPath(new URL('ledger-process.ts', import.meta.url));

export interface Ended {
  /** What the process reported, if it came to that. */
  report: unknown;
  signal: NodeJS.Signals | null;
  stderr: string;
}

/**
 * Runs the jobs at the same time, each in a process of its own; they set off together once all are up.
 * @param fileSizeLimit for every file they write, in blocks of 512 bytes.
 */
export async function runTogether(jobs: readonly Job[], fileSizeLimit?: number): Promise<Ended[]> {
  const children = await Promise.all(
    jobs.map(async (job) => start({ ...job, place: await placeAt(job.path) }, fileSizeLimit)),
  );
  await Promise.all(children.map((child) => once(child, 'message')));
  const endings = children.map(ending);
  for (const child of children) child.send('go');
  return Promise.all(endings);
}

function start(job: Job & Placed, fileSizeLimit: number | undefined): ChildProcess {
  const node = [process.execPath, '--conditions=@kamikit/source', MAIN, JSON.stringify(job)];
  const limit = fileSizeLimit === undefined ? '' : `ulimit -f ${fileSizeLimit}; `;
  return spawn('sh', ['-c', `${limit}exec "$@"`, 'sh', ...node], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

async function ending(child: ChildProcess): Promise<Ended> {
  let report: unknown;
  let stderr = '';
  child.on('message', (message) => {
    report = message;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  await once(child, 'close');
  return { report, signal: child.signalCode, stderr };
}
