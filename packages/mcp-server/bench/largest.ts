// What the largest answers that each operation may give do to the built server, which is pinged every 10 ms meanwhile:
// the longest time that a ping took, and the highest resident memory of a server that got all shapes of an answer one
// after another. The shop runs in a process of its own.
// Words on the command line choose among the operations: node bench/largest.ts supplier.items
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { largestAnswers } from '../test/largest-answers.ts';
import { openLargeShop } from '../test/largest-shop.ts';

const PING_EVERY_MS = 10;
const built = fileURLToPath(new URL('../dist/kamikit.mjs', import.meta.url));
const answers = largestAnswers(true);

if (process.argv[2] === 'serve') {
  const shop = await openLargeShop();
  const bodies = new Map<string, { operation: string; body: () => Buffer }>(
    answers.flatMap(([operation, each]) =>
      each.map(({ shape, body }) => [`${operation}, ${shape}`, { operation, body }] as const),
    ),
  );
  process.on('message', (name) => {
    const next = bodies.get(String(name));
    shop.answer(next ? { [next.operation]: next.body() } : {});
    process.send?.('ready');
  });
  process.send?.(shop.environment);
} else {
  const shop = fork(import.meta.filename, ['serve'], { execArgv: process.execArgv });
  const [environment] = await once(shop, 'message');
  const words = process.argv.slice(2);
  const rows: Record<string, Figures> = {};
  for (const [operation, each] of answers) {
    if (!words.every((word) => operation.includes(word))) continue;
    const server = await start(environment);
    const pings: Array<[ms: number, shape: string]> = [];
    for (const { shape, tool, args } of each) {
      shop.send(`${operation}, ${shape}`);
      await once(shop, 'message');
      pings.push([
        await server.longestPing(() => server.request('tools/call', { name: tool, arguments: args })),
        shape,
      ]);
    }
    const [longest = 0, shape = ''] = pings.sort(([a], [b]) => b - a)[0] ?? [];
    rows[operation] = {
      'longest ping ms': Math.round(longest),
      with: shape,
      'peak MB': server.peakMb(),
      answers: each.length,
    };
    await server.close();
  }
  console.table(rows);
  const most = (figure: 'longest ping ms' | 'peak MB') =>
    Math.max(...Object.values(rows).map((row) => row[figure]));
  console.log(`longest ping ${most('longest ping ms')} ms, highest memory ${most('peak MB')} MB`);
  shop.kill();
}

interface Figures {
  'longest ping ms': number;
  with: string;
  'peak MB': number;
  answers: number;
}

async function start(environment: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-bench-'));
  const child = spawn(process.execPath, [built], {
    env: { ...environment, KAMIKIT_DATA_DIR: folder, KAMIKIT_LOG_LEVEL: 'silent' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = new Map<number, () => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const id = Number(/"id":(\d+)\}$/.exec(line)?.[1] ?? JSON.parse(line).id);
    waiting.get(id)?.();
    waiting.delete(id);
  });
  let last = 0;
  function request(method: string, params: object = {}): Promise<void> {
    last += 1;
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: last, method, params })}\n`);
    return new Promise((resolve) => waiting.set(last, resolve));
  }
  const clientInfo = { name: 'bench', version: '1' };
  await request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
  return {
    request,
    /** The longest time that a ping takes until the call is answered. */
    async longestPing(call: () => Promise<void>): Promise<number> {
      let isDone = false;
      const done = call().then(() => {
        isDone = true;
      });
      const pings: Array<Promise<number>> = [];
      while (!isDone) {
        const sent = performance.now();
        pings.push(request('ping').then(() => performance.now() - sent));
        await delay(PING_EVERY_MS);
      }
      await done;
      return Math.max(...(await Promise.all(pings)));
    },
    /** The highest resident memory yet. Linux only; elsewhere NaN. */
    peakMb(): number {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
      } catch {
        return Number.NaN;
      }
    },
    async close() {
      child.stdin.end();
      await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}
