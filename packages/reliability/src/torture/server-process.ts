import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What a tool answered: its data, or `{error}`; a protocol error is one too. */
export type Answer = Readonly<Record<string, unknown>>;

/** A built server as a process of its own, spoken to by bare JSON-RPC lines. */
export interface ServerProcess {
  pid: number;
  /** Null: it ended before it answered. */
  call(tool: string, args: object): Promise<Answer | null>;
  kill(signal: NodeJS.Signals): void;
  closeStdin(): void;
  hasEnded(): boolean;
  ended: Promise<Ending>;
}

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
}

export interface Program {
  nodeArguments: readonly string[];
  /** The built server. */
  file: string;
  environment: Record<string, string>;
}

/** Those that run now: whoever ends the harness ends them too. */
const running = new Set<ChildProcessWithoutNullStreams>();

export function killAll(): void {
  for (const child of running) killGroup(child, 'SIGKILL');
}

/** Starts the program with arguments of its own; it leads a process group, by which it is ended. */
export function startProgram({ nodeArguments, file, environment }: Program, args: readonly string[]) {
  const child = spawn(process.execPath, [...nodeArguments, file, ...args], {
    env: environment,
    detached: true,
  });
  running.add(child);
  child.stdin.on('error', () => {}); // one that has ended cannot be written to
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = once(child, 'close').then((): Ending => {
    running.delete(child);
    return { code: child.exitCode, signal: child.signalCode, stderr };
  });
  return { child, ended, kill: (signal: NodeJS.Signals) => killGroup(child, signal) };
}

function killGroup(
  { pid, exitCode, signalCode }: ChildProcessWithoutNullStreams,
  signal: NodeJS.Signals,
): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, signal);
  } catch {} // it ended meanwhile
}

export async function startServer(program: Program): Promise<ServerProcess> {
  const { child, ended, kill } = startProgram(program, []);
  const waiting = new Map<number, (answer: Answer) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id, result, error } = JSON.parse(line);
    waiting.get(id)?.(error === undefined ? result : { error: { ...error, code: 'protocol' } });
    waiting.delete(id);
  });
  const gone = ended.then(() => null);
  let last = 0;

  function request(method: string, params: object): Promise<Answer | null> {
    last += 1;
    const id = last;
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    return Promise.race([answered, gone]);
  }

  const clientInfo = { name: 'torture', version: '1' };
  await request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
  return {
    pid: child.pid ?? 0,
    async call(name, args) {
      const result = await request('tools/call', { name, arguments: args });
      return result === null || 'error' in result ? result : Object(result.structuredContent);
    },
    kill,
    closeStdin: () => child.stdin.end(),
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    ended,
  };
}
