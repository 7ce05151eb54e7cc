import { join } from 'node:path';
import { startSandbox } from '@kamikit/sandbox';
import { BUILT } from '../built.ts';
import { fillLedger } from '../copied-entries.ts';
import { type Figure, type Measure, pairs } from '../figure.ts';
import { inTurns, timed } from '../rounds.ts';
import { inScratch } from '../scratch.ts';
import { stdioServer } from '../stdio-server.ts';

const MANY = 100_000;
const STARTS = 21;
const CALLS = 150;

/** What a ledger of many entries costs beside an empty one, through the built server. */
export const measure: Measure = () =>
  inScratch(async (folder) => {
    const sandbox = await startSandbox({ orderDelayMs: 0, balance: 10_000_000 });
    const { url, apiKey } = sandbox.storefront;
    const keys = join(folder, 'config');
    const environment = (name: string) => ({
      KAMIKIT_STOREFRONT_URL: url,
      KAMIKIT_STOREFRONT_API_KEY: apiKey,
      KAMIKIT_DATA_DIR: join(folder, name),
      XDG_CONFIG_HOME: keys,
      KAMIKIT_DAILY_BUDGET: 'none',
      KAMIKIT_RATE_LIMIT: 'none',
      KAMIKIT_LOG_LEVEL: 'silent',
    });
    const path = join(folder, 'many', 'ledger.sqlite');
    await fillLedger({ path, integrity: { folder: join(keys, 'kamikit') } }, MANY);
    const open = (name: string) => stdioServer(BUILT, environment(name));
    const firstLook = (name: string) => async () => {
      const began = performance.now();
      const server = await open(name);
      await server.call('list_ledger', {});
      const ms = performance.now() - began;
      await server.close();
      return ms;
    };
    const starts = await inTurns(STARTS, { many: firstLook('many'), empty: firstLook('empty') }, 1);
    const servers = { many: await open('many'), empty: await open('empty') };
    let key = 0;
    const buy = (name: 'many' | 'empty') => () => {
      key += 1;
      // Of what the sandbox has most of.
      const wish = { goods_id: 26, sub_id: 261, quantity: 1, max_total: '50', again: true };
      return timed(() => servers[name].call('purchase', { ...wish, idempotency_key: `bench-${key}` }));
    };
    const list = (name: 'many' | 'empty') => () => timed(() => servers[name].call('list_ledger', {}));
    const bought = await inTurns(CALLS, { many: buy('many'), empty: buy('empty') }, 20);
    const listed = await inTurns(CALLS, { many: list('many'), empty: list('empty') }, 20);
    await Promise.all([servers.many.close(), servers.empty.close()]);
    await sandbox.close();
    const figure = (what: string, times: Record<'many' | 'empty', number[]>): Figure => ({
      what: `${what}, 100,000 entries in the ledger`,
      unit: 'ms',
      ...pairs(times.many, { what: 'with an empty one', values: times.empty }),
      target: { of: 'ratio', most: 1.2 },
    });
    return [
      figure('spawn to the first page of `list_ledger`', starts),
      figure('`purchase`', bought),
      figure('`list_ledger`', listed),
    ];
  });
