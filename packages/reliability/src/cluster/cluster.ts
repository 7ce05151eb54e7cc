import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StorefrontClient } from '@kamikit/core';
import { type Job, openLedger } from '@kamikit/ledger';
import { settingsOfSandbox } from '@kamikit/mcp-server';
import { type Sandbox, startSandbox } from '@kamikit/sandbox';
import { type ScratchPostgres, startPostgres } from '@kamikit/scratch-postgres';
import { createSpender } from '@kamikit/spending';
import { Client } from 'pg';
import { seeded } from '../seeded.ts';
import { readOffers } from '../torture/deals.ts';
import { killAll } from '../torture/server-process.ts';
import type { Violation } from '../torture/violation.ts';
import { withPrograms } from '../torture/with-programs.ts';
import { callSomebody } from './call-over-http.ts';
import { type Instance, startInstance } from './instance.ts';
import { type MadeJob, makeJob, violationsOfJob } from './jobs.ts';
import { type HappeningKind, type Plan, type PlannedHappening, planCluster, type Size } from './plan.ts';
import { chargedAt, type MadeCall, violationsIn } from './violations.ts';

export interface ClusterOptions extends Size {
  /** The built server. */
  server: string;
  seed: number;
  /** Told of what happens. */
  onHappening?: (kind: HappeningKind) => void;
}

export interface ClusterFigures {
  calls: number;
  wishes: number;
  /** Jobs by their state. */
  jobs: Record<string, number>;
  faults: number;
  happened: Partial<Record<HappeningKind, number>>;
  /** Connections that broke with their instance, and answers that it could not serve. */
  broken: number;
  turnedAway: number;
  charges: number;
  /** Entries by their state. */
  entries: Record<string, number>;
  violations: Violation[];
  seconds: number;
}

interface Stage {
  sandbox: Sandbox;
  postgres: ScratchPostgres;
  configFolder: string;
  instances: readonly Instance[];
  tokens: ReadonlyMap<string, string>;
}

// Longer than any time after which seeing nothing proves that nothing happened (packages/spending, grace.ts).
const LATER_MS = 10 * 60 * 60_000;
// Of one person; whoever has several hosts open makes several calls.
const AT_ONCE = 2;

/** Many people buy at several instances on one database while things happen to both, and both sides are compared. */
export function runCluster(options: ClusterOptions): Promise<ClusterFigures> {
  return withPrograms('cluster', async (folder) => {
    // What a crash forgets that was not on the disk is part of it.
    const postgres = await startPostgres({ isDurable: true });
    let aheadMs = 0;
    const sandbox = await startSandbox({
      ...{ seed: options.seed, orderDelayMs: 0, balance: 10_000_000, now: () => Date.now() + aheadMs },
    });
    try {
      const plan = planCluster(seeded(options.seed), options, await readOffers(sandbox));
      const stage = await openStage(folder, options.server, plan, { sandbox, postgres });
      const began = performance.now();
      const { calls, jobs: made, happened, violations } = await play(plan, stage, options);
      const seconds = Math.round(performance.now() - began) / 1000;
      aheadMs = LATER_MS;
      const { entries, jobs, discrepancies } = await settle(stage, made);
      const state = sandbox.state();
      const charged = chargedAt(state);
      return {
        calls: calls.length,
        wishes: new Set(plan.calls.map(({ wish }) => wish)).size,
        jobs: countedByState(jobs.values()),
        faults: [
          ...plan.calls.map(({ fault }) => fault ?? []),
          ...plan.jobs.map(({ faults }) => faults),
        ].flat().length,
        happened,
        broken: calls.reduce((sum, { broken }) => sum + broken, 0),
        turnedAway: calls.reduce((sum, { turnedAway }) => sum + turnedAway, 0),
        charges: state.storefront.charges.length,
        entries: countedByState(entries),
        violations: [
          ...violations,
          ...discrepancies,
          ...violationsIn({ state, entries }, plan, calls),
          ...made.flatMap((job) =>
            violationsOfJob(job, { job: jobs.get(job.id ?? '') ?? null, entries, charged }),
          ),
        ],
        seconds,
      };
    } finally {
      // Before what they speak to.
      killAll();
      await sandbox.close();
      await postgres.remove();
    }
  });
}

function countedByState(all: Iterable<{ state: string }>): Record<string, number> {
  return Object.fromEntries(
    [...Map.groupBy(all, ({ state }) => state)].map(([name, of]) => [name, of.length]),
  );
}

async function openStage(
  folder: string,
  server: string,
  plan: Plan,
  { sandbox, postgres }: Pick<Stage, 'sandbox' | 'postgres'>,
): Promise<Stage> {
  const configHome = join(folder, 'config');
  const configFolder = join(configHome, 'kamikit');
  mkdirSync(configHome, { mode: 0o700 });
  const ledger = await openLedger({
    ...{ databaseUrl: postgres.url, integrity: { folder: configFolder } },
  });
  const tokens = new Map<string, string>();
  for (const [name, daily_budget] of plan.people) {
    const person = { name, role: 'buyer', daily_budget, max_order: null } as const;
    tokens.set(name, (await ledger.addPerson(person, 'the owner')).token);
  }
  await ledger.close();
  const program = (index: number) => ({
    file: server,
    nodeArguments: [],
    environment: {
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      XDG_CONFIG_HOME: configHome,
      KAMIKIT_DATA_DIR: join(folder, `data-${index}`),
      KAMIKIT_DATABASE_URL: postgres.url,
      KAMIKIT_LANG: 'en',
      KAMIKIT_LOG_LEVEL: 'silent',
      KAMIKIT_CONFIRM: 'never',
      KAMIKIT_RATE_LIMIT: 'none',
      KAMIKIT_MAX_ORDER_TOTAL: 'none',
      KAMIKIT_DAILY_BUDGET: String(plan.dailyBudget),
      ...settingsOfSandbox(sandbox),
    },
  });
  const instances = await Promise.all(
    Array.from({ length: plan.instances }, (_, index) => startInstance(program(index))),
  );
  return { sandbox, postgres, configFolder, instances, tokens };
}

async function play(plan: Plan, stage: Stage, { onHappening }: Pick<ClusterOptions, 'onHappening'>) {
  const calls: MadeCall[] = [];
  const happened: Partial<Record<HappeningKind, number>> = {};
  const violations: Violation[] = [];
  const due = plan.happenings.toSorted((a, b) => a.after - b.after);
  const jobs: Promise<MadeJob>[] = [];
  const dueJobs = [...plan.jobs];
  let happening: Promise<void> = Promise.resolve();

  function letHappen(): void {
    while (dueJobs[0] !== undefined && dueJobs[0].after <= calls.length) {
      const next = dueJobs.shift();
      if (next === undefined) return;
      jobs.push(makeJob(next, { ...stage, token: stage.tokens.get(next.person) ?? '' }));
    }
    while (due[0] !== undefined && due[0].after <= calls.length) {
      const next = due.shift();
      if (next === undefined) return;
      happening = happening.then(async () => {
        onHappening?.(next.kind);
        violations.push(...(await happen(next, stage)));
        happened[next.kind] = (happened[next.kind] ?? 0) + 1;
      });
    }
  }

  const byPerson = Map.groupBy(plan.calls, ({ wish }) => wish.person);
  await Promise.all(
    [...byPerson].flatMap(([person, theirs]) => {
      const left = [...theirs];
      return Array.from({ length: AT_ONCE }, async () => {
        for (let next = left.shift(); next !== undefined; next = left.shift()) {
          if (next.fault !== null) stage.sandbox.addFault(next.fault);
          const token = stage.tokens.get(person) ?? '';
          const { wish, instance } = next;
          const call = { tool: 'purchase', args: { ...wish.args, idempotency_key: wish.key } };
          calls.push({ wish, ...(await callSomebody(stage.instances, instance, token, call)) });
          letHappen();
        }
      });
    }),
  );
  await happening;
  const made = await Promise.all(jobs);
  for (const instance of stage.instances) violations.push(...brokeDown(await instance.end()));
  return { calls, jobs: made, happened, violations };
}

async function happen({ kind, instance: index }: PlannedHappening, stage: Stage): Promise<Violation[]> {
  const instance = stage.instances[index];
  switch (kind) {
    case 'kill':
      await instance?.restart('SIGKILL');
      return [];
    case 'end':
      return instance === undefined ? [] : brokeDown(await instance.restart('SIGTERM'));
    case 'cut':
      await cutAll(stage.postgres.url);
      return [];
    case 'restart the database':
      await stage.postgres.restart();
      return [];
    case 'crash the database':
      await stage.postgres.crash();
      return [];
  }
}

/** Ends every session of the database but its own, whatever it is in the middle of. */
async function cutAll(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'",
  );
  await client.end();
}

function brokeDown({ code, signal, stderr }: { code: number | null; signal: string | null; stderr: string }) {
  const what = `an instance that was asked to end broke down (${code ?? signal}): ${stderr}`;
  return code === 0 ? [] : [{ invariant: 'every call is answered', what } as const];
}

/** Time passes, somebody opens the ledger and asks the shop about what is open. */
async function settle({ sandbox, postgres, configFolder }: Stage, made: readonly MadeJob[]) {
  let now = () => Date.now();
  const ledger = await openLedger({
    ...{ databaseUrl: postgres.url, integrity: { folder: configFolder }, now: () => now() },
  });
  const { url: baseUrl, apiKey } = sandbox.storefront;
  const storefront = new StorefrontClient({ baseUrl, apiKey });
  now = () => Date.now() + LATER_MS;
  const timing = { now, uptime: now, random: () => 0, sleep: async () => {} };
  const spender = createSpender({ ledger, storefront, timing });
  try {
    await ledger.recover();
    now = () => Date.now() + 2 * LATER_MS;
    timing.now = now;
    for await (const { id, state } of ledger.entries())
      if (state === 'unknown' || state === 'pending') await spender.reconcile(id).catch(() => {});
    const discrepancies = (await ledger.verify()).map(({ what }): Violation => {
      return { invariant: 'the events account for the entries', what };
    });
    const jobs = new Map<string, Job>();
    for (const { id } of made) {
      const job = id === null ? null : await ledger.job(id);
      if (job !== null) jobs.set(job.id, job);
    }
    return { entries: await Array.fromAsync(ledger.entries()), jobs, discrepancies };
  } finally {
    await storefront.close();
    await ledger.close();
  }
}
