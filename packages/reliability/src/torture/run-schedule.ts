import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from '../seeded.ts';
import { lookAfterwards } from './aftermath.ts';
import type { Offer } from './deals.ts';
import { type HappeningKind, planSchedule } from './plan.ts';
import { type Pace, playSchedule } from './play.ts';
import { openStage } from './stage.ts';
import type { Violation } from './violation.ts';

/** What all schedules of a run share. */
export interface Ground {
  /** The built server. */
  server: string;
  offers: readonly Offer[];
  /** Everything is written below it. */
  folder: string;
  pace: Pace;
}

export interface Ran {
  seed: number;
  calls: number;
  faults: number;
  charges: number;
  happened: HappeningKind[];
  violations: Violation[];
}

/** Runs one schedule. The seed repeats its choices; the instants follow the machine. */
export async function runSchedule(
  seed: number,
  { server, offers, folder: ground, pace }: Ground,
): Promise<Ran> {
  const plan = planSchedule(seeded(seed), offers);
  const folder = mkdtempSync(join(ground, 'schedule-'));
  const stage = await openStage(join(folder, 'stage'), server, seed, plan);
  try {
    const played = await playSchedule(plan, stage, pace);
    const found = await lookAfterwards(stage, plan, played.calls);
    const { requests, storefront, supplier } = stage.sandbox.state();
    return {
      seed,
      calls: played.calls.length,
      faults: requests.filter(({ fault }) => fault !== undefined).length,
      charges: storefront.charges.length + supplier.charges.length,
      happened: played.happened,
      violations: [...played.violations, ...found],
    };
  } finally {
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
