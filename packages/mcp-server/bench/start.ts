// How light a start is: spawn to `tools/list` answered, what the main thread worked for it (which a busy machine changes
// least), resident memory at that moment, bytes of the list, and the end after stdin closes, each beside a process that
// speaks bare JSON-RPC. Rounds alternate, medians are shown.
// Other built servers named on the command line are measured in the same rounds: node bench/start.ts old/kamikit.mjs
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROUNDS = 31;
const files = {
  bare: fileURLToPath(new URL('bare-json-rpc.mjs', import.meta.url)),
  kamikit: fileURLToPath(new URL('../dist/kamikit.mjs', import.meta.url)),
  ...Object.fromEntries(process.argv.slice(2).map((file) => [file, file])),
};

const initialize = {
  protocolVersion: '2025-06-18',
  capabilities: {},
  clientInfo: { name: 'bench', version: '1' },
};
const input = [
  { jsonrpc: '2.0', id: 1, method: 'initialize', params: initialize },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
  { jsonrpc: '2.0', id: 2, method: 'tools/list' },
]
  .map((message) => `${JSON.stringify(message)}\n`)
  .join('');

interface Run {
  listedMs: number;
  workedMs: number;
  rssMb: number;
  listBytes: number;
  endMs: number;
}

async function start(file: string): Promise<Run> {
  const began = performance.now();
  const child = spawn(process.execPath, [file], {
    env: { KAMIKIT_SANDBOX: 'true', KAMIKIT_LOG_LEVEL: 'silent' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.write(input);
  let output = '';
  child.stdout.setEncoding('utf8');
  for await (const chunk of child.stdout) {
    output += chunk;
    if (/"id":2[^\n]*\n|\n[^\n]*"id":2/.test(output) && output.endsWith('\n')) break;
  }
  const listedMs = performance.now() - began;
  const workedMs = mainThreadMs(child.pid ?? 0);
  const rssMb = residentMb(child.pid ?? 0);
  const ending = performance.now();
  const exit = once(child, 'exit');
  child.stdin.end();
  await exit;
  const list = output.split('\n').find((line) => line.includes('"tools":[')) ?? '';
  return { listedMs, workedMs, rssMb, listBytes: Buffer.byteLength(list), endMs: performance.now() - ending };
}

/** Linux only; elsewhere NaN. */
function mainThreadMs(pid: number): number {
  try {
    const [nanoseconds] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    return Number.NaN;
  }
}

/** Linux only; elsewhere NaN. */
function residentMb(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}

const figures = ['listedMs', 'workedMs', 'rssMb', 'listBytes', 'endMs'] as const;
const runs = Object.entries(files).map(([name, file]) => ({ name, file, runs: [] as Run[] }));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const { file, runs: ofFile } of runs) ofFile.push(await start(file));
}

function median(of: Run[], figure: keyof Run): number {
  const sorted = of.map((run) => run[figure]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

console.table(
  Object.fromEntries(
    runs.map(({ name, runs: ofFile }) => [
      name,
      Object.fromEntries(figures.map((figure) => [figure, Number(median(ofFile, figure).toFixed(2))])),
    ]),
  ),
);
