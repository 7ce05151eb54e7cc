import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '@kamikit/sandbox';

/** What an owner says of an entry. */
export type Word = readonly [id: string, word: 'yes' | 'no'];

/** What one process is given to decide. */
export interface Decider {
  path: string;
  /** Of what vouches for the ledger. */
  vouching: string;
  supplier: Sandbox['supplier'];
  words: readonly Word[];
}

/** What it tells: that it can begin, that a trade leaves now, or what an entry was after a word. */
export type Told = { ready: true } | { sending: true } | { id: string; word: 'yes' | 'no'; state: string };

const MAIN = fileURLToPath(new URL('decider.ts', import.meta.url));

/** Whoever is given `killAt` is killed when that many of its trades have left. */
type Run = Decider & { killAt?: number };

export interface Ended {
  words: Array<{ id: string; word: 'yes' | 'no'; state: string }>;
  signal: NodeJS.Signals | null;
  stderr: string;
}

/** Runs them at the same time, each in a process of its own; they, and whatever else, begin together once all are up. */
export async function runDeciders(runs: readonly Run[], atOnce = async () => {}): Promise<Ended[]> {
  const children = runs.map((run) => start(run));
  await Promise.all(children.map((child) => once(child, 'message')));
  const endings = children.map((child, index) => ending(child, runs[index]?.killAt));
  for (const child of children) child.send('go');
  const [ended] = await Promise.all([Promise.all(endings), atOnce()]);
  return ended;
}

function start({ path, vouching, supplier, words }: Decider): ChildProcess {
  const job = JSON.stringify({ path, vouching, supplier, words });
  return spawn(process.execPath, ['--conditions=@kamikit/source', MAIN, job], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

async function ending(child: ChildProcess, killAt: number | undefined): Promise<Ended> {
  const words: Ended['words'] = [];
  let sending = 0;
  let stderr = '';
  child.on('message', (told: Told) => {
    if ('id' in told) words.push(told);
    if ('sending' in told && ++sending === killAt) child.kill('SIGKILL');
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  await once(child, 'close');
  return { words, signal: child.signalCode, stderr };
}
