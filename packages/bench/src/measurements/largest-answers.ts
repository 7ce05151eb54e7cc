import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { largestAnswers } from '@kamikit/mcp-server/test/largest-answers.ts';
import { BUILT } from '../built.ts';
import { type Measure, spread } from '../figure.ts';
import { inScratch } from '../scratch.ts';
import { type StdioServer, stdioServer } from '../stdio-server.ts';

const PING_EVERY_MS = 10;

/** What the largest answers of all operations do to the server, which is pinged every 10 ms meanwhile. */
export const measure: Measure = () =>
  inScratch(async (folder) => {
    const shop = fork(join(import.meta.dirname, '../large-shop.ts'), { execArgv: process.execArgv });
    const [environment] = await once(shop, 'message');
    const env = {
      ...environment,
      XDG_CONFIG_HOME: folder,
      KAMIKIT_LOG_LEVEL: 'silent',
      KAMIKIT_RATE_LIMIT: 'none',
    };
    const pings: number[] = [];
    const peaks: number[] = [];
    for (const [operation, answers] of largestAnswers(true)) {
      const server = await stdioServer(BUILT, { ...env, KAMIKIT_DATA_DIR: join(folder, operation) });
      for (const { shape, tool, args } of answers) {
        shop.send(`${operation}, ${shape}`);
        await once(shop, 'message');
        const call = server.request('tools/call', { name: tool, arguments: args });
        pings.push(await longestPing(server, call));
      }
      peaks.push(server.peakMb());
      await server.close();
    }
    shop.kill();
    const longest = Math.max(...pings);
    return [
      {
        what: 'the longest that a `ping` waits while the largest answer of any operation is read',
        unit: 'ms',
        ours: { median: longest, p95: longest },
        target: { of: 'ours', most: 250 },
      },
      { what: 'the longest `ping` of each of these answers', unit: 'ms', ours: spread(pings) },
      { what: 'highest memory after all of an operation’s largest answers', unit: 'MB', ours: spread(peaks) },
    ];
  });

async function longestPing(server: StdioServer, call: Promise<unknown>): Promise<number> {
  let isDone = false;
  const done = call.then(() => {
    isDone = true;
  });
  const pings: Array<Promise<number>> = [];
  while (!isDone) {
    const sent = performance.now();
    pings.push(server.request('ping').then(() => performance.now() - sent));
    await delay(PING_EVERY_MS);
  }
  await done;
  return Math.max(...(await Promise.all(pings)));
}
