import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** One run of a server over stdio, from spawn to its end. */
export interface Started {
  listedMs: number;
  /** What the main thread worked until then, which a busy machine changes least. Linux only; elsewhere NaN. */
  workedMs: number;
  /** Resident at that moment. Linux only; elsewhere NaN. */
  rssMb: number;
  /** The answer to `tools/list`, as it was sent. */
  list: string;
  endMs: number;
}

const initialize = {
  protocolVersion: '2025-06-18',
  capabilities: {},
  clientInfo: { name: 'bench', version: '1' },
};
const lines = [
  { jsonrpc: '2.0', id: 1, method: 'initialize', params: initialize },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
  { jsonrpc: '2.0', id: 2, method: 'tools/list' },
].map((message) => `${JSON.stringify(message)}\n`);

/** A server that says nothing for so long is not measured, in milliseconds. */
const PATIENCE = 60_000;

/** Starts a program, asks for its tools as a host does, and ends it by closing its input. */
export async function started(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Started> {
  const began = performance.now();
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const exit = once(child, 'exit');
  const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  const [hello = '', ...rest] = lines;
  child.stdin.write(hello);
  let output = '';
  let isAsked = false;
  child.stdout.setEncoding('utf8');
  for await (const chunk of child.stdout) {
    output += chunk;
    if (!isAsked && /"id":1\b[^\n]*\n/.test(output)) {
      isAsked = true;
      child.stdin.write(rest.join(''));
    }
    if (/"id":2\b/.test(output) && output.endsWith('\n')) break;
  }
  const listedMs = performance.now() - began;
  const list = output.split('\n').find((line) => /"id":2\b/.test(line));
  if (list === undefined) throw new Error(`${command} ${args.join(' ')} ended without a list of tools`);
  const figures = { listedMs, workedMs: mainThreadMs(child.pid), rssMb: residentMb(child.pid), list };
  const ending = performance.now();
  child.stdin.end();
  // One that does not end by that is ended, and has not ended by it.
  const end = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await exit;
  clearTimeout(patience);
  clearTimeout(end);
  return { ...figures, endMs: performance.now() - ending };
}

function mainThreadMs(pid = 0): number {
  const [nanoseconds] = proc(`${pid}/task/${pid}/schedstat`).split(' ');
  return Number(nanoseconds || Number.NaN) / 1e6;
}

/** The resident memory of a process, now or at its highest, in megabytes. Linux only; elsewhere NaN. */
export function residentMb(pid = 0, of: 'VmRSS' | 'VmHWM' = 'VmRSS'): number {
  return Number(new RegExp(`${of}:\\s+(\\d+) kB`).exec(proc(`${pid}/status`))?.[1]) / 1024;
}

function proc(file: string): string {
  try {
    return readFileSync(`/proc/${file}`, 'utf8');
  } catch {
    return '';
  }
}
