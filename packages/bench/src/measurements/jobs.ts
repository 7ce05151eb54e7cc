import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox } from '@kamikit/sandbox';
import { request } from 'undici';
import { BUILT } from '../built.ts';
import { type Figure, type Measure, pairs, spread } from '../figure.ts';
import { type Piece, piecesAt } from '../pieces.ts';
import { timed } from '../rounds.ts';
import { inScratch } from '../scratch.ts';

const ORDERS = 1_000;
const MANY = 5_000;
const AT_ONCE = 4;
const ROUNDS = 3;
const DELAY_MS = 20;
const EVERY_MS = 100;
// Where memory is plenty Node collects its garbage late, and more of it the longer it runs: that says nothing of what is kept.
const HEAP_MB = 64;
const SMALL_HEAP = [`--max-old-space-size=${HEAP_MB}`, '--max-semi-space-size=4'];

/** A job of many orders by `kamikit job start`, beside the same requests with nothing around them; and what memory it takes. */
export const measure: Measure = () =>
  inScratch(async (folder) => {
    const [waits, jobs]: [number[], Ran[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      waits.push(await inShop((shop) => timed(() => askBare(shop, ORDERS))));
      jobs.push(await inShop((shop) => runJob(shop, ORDERS, join(folder, `round ${round}`))));
    }
    const few = await inShop((shop) => runJob(shop, ORDERS, join(folder, 'few'), SMALL_HEAP));
    const many = await inShop((shop) => runJob(shop, MANY, join(folder, 'many'), SMALL_HEAP));
    return [
      {
        what: `a job of ${ORDERS} orders, ${AT_ONCE} at a time, answered after ${DELAY_MS} ms`,
        unit: 'ms',
        ...pairs(
          jobs.map(({ ms }) => ms),
          { what: 'the same requests by bare undici, those of an order one after another', values: waits },
        ),
        target: { of: 'ratio', most: 1.3 },
      },
      {
        what: `the most memory of a job of ${MANY} orders, with a heap of ${HEAP_MB} MB`,
        unit: 'MB',
        ...pairs([many.mostMb], { what: `of one of ${ORDERS}`, values: [few.mostMb] }),
        target: { of: 'ratio', most: 1.2 },
      },
      {
        what: `the most memory of a job of ${ORDERS} orders, with as much garbage as Node lets lie`,
        unit: 'MB',
        ours: spread(jobs.map(({ mostMb }) => mostMb)),
      },
      { what: `\`kamikit job list\` after ${MANY} orders`, unit: 'ms', ours: spread([many.listMs]) },
    ] satisfies Figure[];
  });

interface Shop {
  url: string;
  apiKey: string;
  orders(count: number): readonly Piece[];
}

/** A shop whose answers take a while, with thousands of pieces to sell; whatever is done there has to pay for all of them. */
async function inShop<T>(work: (shop: Shop) => Promise<T>): Promise<T> {
  const sandbox = await startSandbox({ orderDelayMs: 0, balance: 10_000_000 });
  const { url, apiKey } = sandbox.storefront;
  const pieces = await piecesAt(sandbox.storefront);
  const slow = { upstream: 'storefront', operation: '*', kind: 'delay_ms', when: 'before' } as const;
  sandbox.addFault({ ...slow, ms: DELAY_MS, times: 1_000_000 });
  let wanted = 0;
  const done = await work({
    ...{ url, apiKey },
    orders(count) {
      wanted = count;
      return pieces.slice(0, count);
    },
  });
  const { charges } = sandbox.state().storefront;
  await sandbox.close();
  if (charges.length !== wanted) throw new Error(`${charges.length} of ${wanted} orders were charged`);
  return done;
}

/** Price and balance together, the order, what was delivered: each waits for the one before, and nothing is kept. */
async function askBare({ url, apiKey, orders }: Shop, count: number): Promise<void> {
  const left = [...orders(count)];
  const headers = { 'x-api-key': apiKey };
  async function ask(path: string, body?: object) {
    const json = { ...headers, 'content-type': 'application/json' };
    const answer = await (body === undefined
      ? request(`${url}${path}`, { headers })
      : request(`${url}${path}`, { method: 'POST', headers: json, body: JSON.stringify(body) }));
    const { success, data } = Object(await answer.body.json());
    if (success !== true) throw new Error(`${path} was refused`);
    return Object(data);
  }
  async function buy(): Promise<void> {
    for (let order = left.pop(); order !== undefined; order = left.pop()) {
      const { goods_id, sub_id } = order;
      await Promise.all([ask(`/goods/${goods_id}/stock`), ask('/balance')]);
      const { order_sn } = await ask('/v2/purchase', { goods_id, sub_id, quantity: 1 });
      await ask(`/v2/order/${order_sn}`);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, buy));
}

interface Ran {
  ms: number;
  mostMb: number;
  listMs: number;
}

async function runJob(
  { url, apiKey, orders }: Shop,
  count: number,
  folder: string,
  heap: readonly string[] = [],
): Promise<Ran> {
  mkdirSync(folder);
  const table = join(folder, `${count}.csv`);
  const lines = orders(count).map(({ goods_id, sub_id, price }) => `${goods_id},${sub_id},1,${price * 2}`);
  writeFileSync(table, ['goods_id,sub_id,quantity,max_total', ...lines].join('\n'));
  const env = {
    ...{ PATH: process.env.PATH, XDG_CONFIG_HOME: folder, KAMIKIT_DATA_DIR: join(folder, 'data') },
    ...{ KAMIKIT_STOREFRONT_URL: url, KAMIKIT_STOREFRONT_API_KEY: apiKey },
    ...{ KAMIKIT_DAILY_BUDGET: 'none', KAMIKIT_MAX_ORDER_TOTAL: 'none', KAMIKIT_RATE_LIMIT: 'none' },
  };
  const start = ['job', 'start', table, '--max-total', '10000000', '--concurrency', String(AT_ONCE)];
  const args = [...heap, BUILT, ...start];
  let mostMb = 0;
  const ms = await timed(async () => {
    const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
    const looking = setInterval(() => {
      mostMb = Math.max(mostMb, residentMb(child.pid));
    }, EVERY_MS);
    const [code] = await once(child, 'exit');
    clearInterval(looking);
    if (code !== 0) throw new Error(`the job ended with ${code}`);
  });
  const listMs = await timed(async () => {
    const [code] = await once(
      spawn(process.execPath, [BUILT, 'job', 'list'], { env, stdio: 'ignore' }),
      'exit',
    );
    if (code !== 0) throw new Error(`it cannot be listed: ${code}`);
  });
  return { ms, mostMb, listMs };
}

/** By `/proc`, as on Linux; 0 elsewhere. */
function residentMb(pid: number | undefined): number {
  try {
    const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return 0;
  }
}
