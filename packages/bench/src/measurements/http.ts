import { join } from 'node:path';
import { openLedger } from '@kamikit/ledger';
import { startSandbox } from '@kamikit/sandbox';
import { BUILT } from '../built.ts';
import { type Measure, pairs, spread } from '../figure.ts';
import { inTurns, timed } from '../rounds.ts';
import { inScratch } from '../scratch.ts';
import { served } from '../served.ts';
import { stdioServer } from '../stdio-server.ts';

const CALLS = 300;
const WARM = 50;

/** What a tool call costs over HTTP beside the same over stdio, and what an instance holds that has been in use and rests. */
export const measure: Measure = () =>
  inScratch(async (folder) => {
    const sandbox = await startSandbox();
    const { url, apiKey } = sandbox.storefront;
    const env = {
      KAMIKIT_STOREFRONT_URL: url,
      KAMIKIT_STOREFRONT_API_KEY: apiKey,
      KAMIKIT_RATE_LIMIT: 'none',
      KAMIKIT_DATA_DIR: join(folder, 'data'),
      XDG_CONFIG_HOME: folder,
      KAMIKIT_LOG_LEVEL: 'silent',
    };
    const ledger = await openLedger({
      ...{ path: join(folder, 'data', 'ledger.sqlite'), integrity: { folder: join(folder, 'kamikit') } },
    });
    const person = { name: 'alice', role: 'buyer', daily_budget: null, max_order: null } as const;
    const { token } = await ledger.addPerson(person, 'the owner');
    await ledger.close();
    const [instance, local] = await Promise.all([served(BUILT, env), stdioServer(BUILT, env)]);
    const restingMb = instance.residentMb();
    const times = await inTurns(
      CALLS,
      {
        http: () => timed(() => instance.call(token, 'list_goods', { per_page: 5 })),
        stdio: () => timed(() => local.call('list_goods', { per_page: 5 })),
      },
      WARM,
    );
    const usedMb = instance.residentMb();
    await Promise.all([instance.close(), local.close()]);
    await sandbox.close();
    return [
      {
        what: '`list_goods` over HTTP',
        unit: 'ms',
        ...pairs(times.http, { what: 'the same over stdio', values: times.stdio }),
      },
      { what: 'an instance of `kamikit serve` that listens', unit: 'MB', ours: spread([restingMb]) },
      { what: 'the same after 350 calls', unit: 'MB', ours: spread([usedMb]) },
    ];
  });
