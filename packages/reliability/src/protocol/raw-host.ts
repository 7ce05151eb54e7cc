import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';

/** What a server wrote: an answer, or a question or notification of its own. */
export interface Said {
  id?: unknown;
  method?: string;
  result?: { structuredContent?: Record<string, unknown> };
  error?: { code: number; message: string };
}

/** A host that writes whatever bytes it likes to a built server, and looks at every line that comes back. */
export interface RawHost {
  child: ChildProcessWithoutNullStreams;
  /** Everything said so far, in its order. */
  said: readonly Said[];
  write(bytes: string | Uint8Array): void;
  /** Writes a message, `jsonrpc` added. */
  tell(message: object): void;
  /** Writes a request and waits for the first answer by its id. @throws {Error} when the server ends before. */
  ask(id: string | number, method: string, params?: object): Promise<Said>;
  /** Waits until what was said fulfils this. @throws {Error} when the server ends before, or a minute is over. */
  until(isEnough: (said: readonly Said[]) => boolean): Promise<void>;
  /** The most memory that the server has held so far; NaN where there is no /proc. */
  peakMb(): number;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

const WAIT_AT_MOST_MS = 60_000;

export function startRaw(file: string, env: Record<string, string>): RawHost {
  const child = spawn(process.execPath, [file], { env });
  const said: Said[] = [];
  const watching = new Set<() => void>();
  let fault: Error | null = null;
  child.stdin.on('error', () => {}); // a server that has ended cannot be written to
  child.stderr.resume();
  const notice = () => {
    for (const look of watching) look();
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = parsed(line);
    if (message === null) fault ??= new Error(`not a message: ${line.slice(0, 200)}`);
    else said.push(message);
    notice();
  });
  const ended = once(child, 'close').then(() => {
    fault ??= new Error('the server ended');
    notice();
    return { code: child.exitCode, signal: child.signalCode };
  });

  async function until(isEnough: (said: readonly Said[]) => boolean): Promise<void> {
    const looked = new AbortController();
    const enough = new Promise<void>((resolve, reject) => {
      const look = () => {
        if (isEnough(said)) resolve();
        else if (fault !== null) reject(fault);
      };
      watching.add(look);
      looked.signal.addEventListener('abort', () => watching.delete(look));
      look();
    });
    const late = after(WAIT_AT_MOST_MS, undefined, { signal: looked.signal, ref: false }).then(
      () =>
        Promise.reject(new Error(`no answer; the last was ${JSON.stringify(said.at(-1))?.slice(0, 200)}`)),
      () => {},
    );
    try {
      await Promise.race([enough, late]);
    } finally {
      looked.abort();
    }
  }

  const tell = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  return {
    ...{ child, said, until, ended },
    write: (bytes) => void child.stdin.write(bytes),
    tell,
    async ask(id, method, params = {}) {
      const before = said.length;
      const found = () => said.slice(before).find((message) => message.id === id);
      tell({ id, method, params });
      await until(() => found() !== undefined);
      return found() ?? {};
    },
    peakMb() {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
      } catch {
        return Number.NaN;
      }
    },
  };
}

/** Null for a line that is no JSON-RPC message. */
function parsed(line: string): Said | null {
  try {
    const message = JSON.parse(line);
    return message.jsonrpc === '2.0' ? message : null;
  } catch {
    return null;
  }
}

export async function introduce({ ask, tell }: RawHost): Promise<void> {
  const clientInfo = { name: 'raw', version: '1' };
  await ask('hello', 'initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
  tell({ method: 'notifications/initialized' });
}
