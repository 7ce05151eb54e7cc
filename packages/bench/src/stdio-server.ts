import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { residentMb } from './started.ts';

export interface StdioServer {
  /** The result of a request; rejects with the JSON-RPC error. */
  request(method: string, params?: object): Promise<Record<string, unknown>>;
  /** Calls a tool; rejects where it fails. */
  call(name: string, args: object): Promise<Record<string, unknown>>;
  /** Its highest resident memory yet. */
  peakMb(): number;
  close(): Promise<void>;
}

/** A server that is spoken to in as few lines as a host needs, so that what is measured is the server. */
export async function stdioServer(file: string, env: Readonly<Record<string, string>>): Promise<StdioServer> {
  const child = spawn(process.execPath, [file], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, (answer: Answer) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer: Answer = JSON.parse(line);
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  let last = 0;
  async function request(method: string, params: object = {}): Promise<Record<string, unknown>> {
    last += 1;
    const id = last;
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    const { result, error } = await answered;
    if (result === undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }
  const clientInfo = { name: 'bench', version: '1' };
  await request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
  return {
    request,
    async call(name, args) {
      const result = await request('tools/call', { name, arguments: args });
      if (result.isError === true) throw new Error(`${name}: ${JSON.stringify(result.structuredContent)}`);
      return result;
    },
    peakMb: () => residentMb(child.pid, 'VmHWM'),
    async close() {
      const exit = once(child, 'exit');
      child.stdin.end();
      await exit;
    },
  };
}

interface Answer {
  id: number;
  result?: Record<string, unknown>;
  error?: unknown;
}
