// What the largest answer that each operation may give does to the built server: it is pinged every 10 ms meanwhile. The
// longest time that a ping took, the highest resident memory, and how long the call took. The shop runs in a process of
// its own. Words on the command line choose among the answers: node bench/largest.ts supplier.items
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { largestAnswers, openLargeShop } from '../test/largest-answers.ts';

const PING_EVERY_MS = 10;

if (process.argv[2] === 'serve') {
  const answers = largestAnswers(true);
  const shop = await openLargeShop();
  process.on('message', (name) => {
    shop.answer(answers.find((each) => each.name === name)?.bodies ?? {});
    process.send?.('ready');
  });
  process.send?.(shop.environment);
} else {
  const shop = fork(import.meta.filename, ['serve'], { execArgv: process.execArgv });
  const [environment] = await once(shop, 'message');
  const folder = mkdtempSync(join(tmpdir(), 'kamikit-bench-'));
  const server = spawn(process.execPath, [fileURLToPath(new URL('../dist/kamikit.mjs', import.meta.url))], {
    env: { ...environment, ...Object.fromEntries((process.env.MM ?? '').split(' ').filter(Boolean).map((e) => e.split('='))), ...Object.fromEntries((process.env.MM ?? '').split(' ').filter(Boolean).map((e) => e.split('='))), ...(process.env.PRELOAD && { NODE_OPTIONS: process.env.PRELOAD }), KAMIKIT_DATA_DIR: folder, KAMIKIT_LOG_LEVEL: 'silent' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = new Map<
    number,
    (message: { result?: { structuredContent?: object; isError?: boolean } }) => void
  >();
  createInterface({ input: server.stdout }).on('line', (line) => {
    const message = JSON.parse(line);
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  let last = 0;
  const request = (method: string, params: object = {}) => {
    last += 1;
    const id = last;
    server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    return new Promise<{ result?: { structuredContent?: object; isError?: boolean } }>((resolve) =>
      waiting.set(id, resolve),
    );
  };
  const clientInfo = { name: 'bench', version: '1' };
  await request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });

  const rows: Record<string, Record<string, string | number>> = {};
  const chosen = process.argv.slice(2);
  const calls = largestAnswers(true).filter(({ name }) => chosen.every((word) => name.includes(word)));
  const ledger = { name: 'list_ledger', tool: 'list_ledger', args: {} };
  for (const { name, tool, args } of [...calls, ledger]) {
    shop.send(name);
    await once(shop, 'message');
    forgetPeak(server.pid ?? 0);
    const began = performance.now();
    const done = request('tools/call', { name: tool, arguments: args });
    let isDone = false;
    void done.then(() => {
      isDone = true;
    });
    let longest = 0;
    const pings: Promise<void>[] = [];
    do {
      const sent = performance.now();
      pings.push(
        request('ping').then(() => {
          longest = Math.max(longest, performance.now() - sent);
        }),
      );
      await delay(PING_EVERY_MS);
    } while (!isDone);
    const { result } = await done;
    const callMs = performance.now() - began;
    await Promise.all(pings);
    const { error } = Object(result?.structuredContent);
    rows[name] = {
      'longest ping ms': Math.round(longest),
      'peak MB': Math.round(peakMb(server.pid ?? 0)),
      'call ms': Math.round(callMs),
      'answer kB': Math.round(JSON.stringify(result ?? '').length / 1000),
      outcome: error?.code ?? 'ok',
      ...(process.env.WHY && { why: String(error?.message).slice(0, 150) }),
    };
  }
  console.table(rows);
  const all = Object.values(rows);
  const most = (figure: string) => Math.max(...all.map((row) => Number(row[figure])));
  console.log(`longest ping ${most('longest ping ms')} ms, peak ${most('peak MB')} MB, ${all.length} calls`);
  server.stdin.end();
  await once(server, 'exit');
  shop.kill();
  rmSync(folder, { recursive: true });
}

/** Linux only: lets the highest resident memory be that of what follows (proc_pid_clear_refs(5)). */
function forgetPeak(pid: number): void {
  if (process.platform === 'linux') writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** The highest resident memory since then. Linux only; elsewhere NaN. */
function peakMb(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
