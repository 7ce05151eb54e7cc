import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { Invariant } from '../guards/guard.ts';
import { takeOver } from './builtins.ts';
import { type Schedule, schedules } from './commands.ts';
import { copyOf } from './copies.ts';
import { fastFolder } from './fast-folder.ts';
import { addFigures, type Figures, noFigures } from './figures.ts';
import { runSchedule } from './run-schedule.ts';
import type { Violation } from './violation.ts';

export interface Campaign {
  count: number;
  /** Of one schedule. */
  mostSteps: number;
  seed: number;
  /** Names one schedule of the seed, as a failure prints it. */
  path?: string | undefined;
  isShrinking: boolean;
  onProgress(figures: Figures): void;
  /** Whether what was played is enough. */
  isInterrupted(): boolean;
}

export interface CampaignResult {
  figures: Figures;
  /** The first schedule that broke a promise, and the smallest that does. */
  failure: { invariant: Invariant; after: number; path: string; smallest: Schedule; message: string } | null;
}

// Each try plays a schedule: whoever waits for the smallest one wants to see it.
const MOST_TRIES = 500;

/** Plays schedules from a seed until one breaks a promise. For a process that does nothing else. */
export async function runCampaign(campaign: Campaign): Promise<CampaignResult> {
  const emptyLedger = await prepareProcess();
  const figures = noFigures();
  let first: Violation | null = null;
  let tries = 0;
  const property = fc.asyncProperty(schedules(campaign.mostSteps), async (schedule) => {
    if (campaign.isInterrupted()) return;
    if (first !== null) {
      tries += 1;
      if (tries > MOST_TRIES) return;
    }
    const played = await runSchedule(schedule, emptyLedger);
    if (first === null) addFigures(figures, played.figures);
    if (played.violation !== null) {
      first ??= played.violation;
      throw played.violation;
    }
    if (first === null) campaign.onProgress(figures);
  });
  const { count: numRuns, seed, path, isShrinking } = campaign;
  const result = await fc.check(property, {
    ...{ numRuns, seed, endOnFailure: !isShrinking },
    ...(path !== undefined && { path }),
  });
  rmSync(emptyLedger, { force: true });
  if (!result.failed) return { figures, failure: null };
  const [smallest] = result.counterexample ?? [];
  // Whatever is no broken promise is a fault of the simulation.
  if (first === null || smallest === undefined) throw result.errorInstance;
  const { invariant }: Violation = first;
  return {
    figures,
    failure: {
      ...{ invariant, after: figures.schedules, path: result.counterexamplePath ?? '' },
      ...{ smallest, message: String(result.errorInstance) },
    },
  };
}

/** Loads all of it, as loading is of the real world, and takes the world over; gives an empty ledger. */
async function prepareProcess(): Promise<string> {
  const { openLedger } = await copyOf(1);
  const folder = mkdtempSync(join(fastFolder(), 'kamikit-simulation-'));
  const path = join(folder, 'ledger.db');
  await (await openLedger({ path })).close();
  const emptyLedger = `${folder}.db`;
  copyFileSync(path, emptyLedger);
  rmSync(folder, { recursive: true });
  await import('undici');
  takeOver();
  return emptyLedger;
}
