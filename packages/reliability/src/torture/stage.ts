import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { settingsOfSandbox } from '@kamikit/mcp-server';
import { type Sandbox, startSandbox } from '@kamikit/sandbox';
import { type Clock, openClock } from './clock.ts';
import { issueCards } from './deals.ts';
import type { Plan } from './plan.ts';
import type { Program } from './server-process.ts';

/** Where one schedule takes place: folders, a clock and upstreams of its own. */
export interface Stage {
  clock: Clock;
  sandbox: Sandbox;
  program: Program;
  ledgerPath: string;
  /** Where what vouches for the ledger is kept. */
  configFolder: string;
  /** Where a ledger that is lost to the servers can still be read. */
  keptFolder: string;
  /** By the names that deals have for them. */
  cards: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

// Long enough for an order to be pending when a process ends.
const ORDER_DELAY_MS = 150;

export async function openStage(folder: string, server: string, seed: number, plan: Plan): Promise<Stage> {
  const [dataFolder, configHome, keptFolder] = ['data', 'config', 'kept'].map((name) => join(folder, name));
  if (dataFolder === undefined || configHome === undefined || keptFolder === undefined) throw new TypeError();
  for (const each of [folder, configHome, keptFolder]) mkdirSync(each, { mode: 0o700 });
  const clock = openClock(join(folder, 'clock'));
  const sandbox = await startSandbox({
    seed,
    orderDelayMs: ORDER_DELAY_MS,
    balance: 100_000,
    now: clock.now,
  });
  const codes = await issueCards(sandbox, plan.deals.length);
  return {
    ...{ clock, sandbox, keptFolder },
    ledgerPath: join(dataFolder, 'ledger.sqlite'),
    configFolder: join(configHome, 'kamikit'),
    cards: new Map(codes.map((code, index) => [`card ${index}`, code])),
    program: {
      file: server,
      nodeArguments: clock.nodeArguments,
      environment: {
        NODE_COMPILE_CACHE: join(folder, '..', '..', 'compiled'),
        XDG_CONFIG_HOME: configHome,
        KAMIKIT_DATA_DIR: dataFolder,
        KAMIKIT_LANG: 'en',
        KAMIKIT_LOG_LEVEL: 'silent',
        KAMIKIT_CONFIRM: plan.isOwners ? 'owner' : 'never',
        KAMIKIT_MAX_ORDER_TOTAL: 'none',
        KAMIKIT_DAILY_BUDGET: String(plan.dailyBudget ?? 'none'),
        KAMIKIT_DAILY_CARDS: String(plan.dailyCards ?? 'none'),
        ...settingsOfSandbox(sandbox),
      },
    },
    async close() {
      await sandbox.close();
      clock.close();
    },
  };
}
