import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

import { sharedEnvironment } from './host.ts';

type Message = { id?: number; result?: Record<string, unknown>; error?: { message: string } };

/** A built server as a child process, spoken to in bare JSON-RPC, so that its streams can be cut at will. */
export interface ServerProcess {
  child: ChildProcessWithoutNullStreams;
  /** Everything that came on stdout, line by line. */
  lines: string[];
  request(method: string, params?: object): Promise<Record<string, unknown>>;
  /** A tool's structured answer, a failure's too. */
  call(name: string, args: object): Promise<Record<string, unknown>>;
}

export async function startServer(
  file: string,
  environment: Record<string, string>,
  nodeArguments: readonly string[] = [],
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...nodeArguments, file], {
    env: {
      ...sharedEnvironment(),
      PATH: process.env.PATH,
      KAMIKIT_LOG_LEVEL: 'silent',
      KAMIKIT_LANG: 'en',
      ...environment,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.on('error', () => {}); // a server that ended cannot be written to
  const waiting = new Map<number, (message: Message) => void>();
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    const message: Message = JSON.parse(line);
    if (message.id !== undefined) waiting.get(message.id)?.(message);
  });
  let last = 0;
  const ended = once(child, 'exit').then((): Message => ({ error: { message: 'the server ended' } }));

  async function request(method: string, params: object = {}): Promise<Record<string, unknown>> {
    last += 1;
    const id = last;
    const answered = new Promise<Message>((resolve) => waiting.set(id, resolve));
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    const { result, error } = await Promise.race([answered, ended]);
    if (result === undefined) throw new Error(error?.message);
    return result;
  }

  const clientInfo = { name: 'test', version: '1' };
  await request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
  return {
    child,
    lines,
    request,
    async call(name, args) {
      const { structuredContent } = await request('tools/call', { name, arguments: args });
      return Object(structuredContent);
    },
  };
}
