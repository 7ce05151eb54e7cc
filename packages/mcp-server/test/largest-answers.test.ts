import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { bundleForTests } from './bundle-for-tests.ts';
import { temporaryFolder } from './host.ts';
import { largestAnswers } from './largest-answers.ts';
import { openLargeShop } from './largest-shop.ts';
import { startServer } from './server-process.ts';

const server = bundleForTests();

// Four times what is aimed at, for a busy machine; `bench/largest.ts` measures.
const LONGEST_PING_MS = 1_000;
const MOST_MEMORY_MB = 300;
// Aimed at 300 as well: 279 to 289 were measured, and 408 before the young generation was kept small.
const MOST_IN_TURN_MB = 340;

const measured: Array<{ what: string; ping: number; memory: number }> = [];

afterAll(() => {
  const [slowest] = measured.toSorted((a, b) => b.ping - a.ping);
  const [largest] = measured.toSorted((a, b) => b.memory - a.memory);
  process.stdout.write(
    `largest answers: longest ping ${slowest?.ping} ms (${slowest?.what}), highest memory ${largest?.memory} MB (${largest?.what})\n`,
  );
});

describe('the largest answer that an upstream may give keeps nobody waiting, and fills no memory:', () => {
  it.each(largestAnswers(false))('%s', async (operation, answers) => {
    const shop = await openLargeShop();
    onTestFinished(shop.close);
    const settings = { ...shop.environment, KAMIKIT_DATA_DIR: temporaryFolder() };
    const { call, child, request } = await startServer(server, settings);
    for (const { shape, tool, args, body } of answers) {
      shop.answer({ [operation]: body() });
      let isDone = false;
      const done = call(tool, args).finally(() => {
        isDone = true;
      });
      let ping = 0;
      while (!isDone) {
        const sent = performance.now();
        await request('ping');
        ping = Math.max(ping, performance.now() - sent);
        await delay(20);
      }
      const { error } = await done;
      const memory = peakMb(child.pid ?? 0);
      measured.push({ what: `${operation}, ${shape}`, ping: Math.round(ping), memory });
      expect(ping, shape).toBeLessThan(LONGEST_PING_MS);
      expect(memory, shape).toBeLessThan(MOST_MEMORY_MB);
      // What is as large as it may be is read; what makes no sense, or brings more codes than were asked for, is not.
      const isRead = (shape === 'rows' && operation !== 'cards.generate') || shape === 'markup';
      expect(Object(error).code, shape).toEqual(
        isRead ? undefined : expect.stringMatching(/^(malformed_response|outcome_unknown)$/),
      );
    }
  });
});

it('all of them, one after the other, fill no memory either', { timeout: 120_000 }, async () => {
  const shop = await openLargeShop();
  onTestFinished(shop.close);
  const settings = { ...shop.environment, KAMIKIT_DATA_DIR: temporaryFolder() };
  const { call, child } = await startServer(server, settings);
  for (const [operation, answers] of largestAnswers(false)) {
    for (const { tool, args, body } of answers) {
      shop.answer({ [operation]: body() });
      await call(tool, args);
    }
  }
  const memory = peakMb(child.pid ?? 0);
  measured.push({ what: 'all in turn', ping: 0, memory });
  expect(memory).toBeLessThan(MOST_IN_TURN_MB);
});

/** The highest resident memory yet; 0 where it is not told. */
function peakMb(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
}
