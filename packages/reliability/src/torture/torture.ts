import { startSandbox } from '@kamikit/sandbox';
import { readOffers } from './deals.ts';
import type { HappeningKind } from './plan.ts';
import { type Ran, runSchedule } from './run-schedule.ts';
import type { Violation } from './violation.ts';
import { withPrograms } from './with-programs.ts';

export interface TortureOptions {
  /** The built server. */
  server: string;
  schedules: number;
  /** Of the first schedule; each later one has the next. */
  seed: number;
  /** How many run side by side; 2 by default, as one server loads while the other waits for its disk. */
  atOnce?: number;
  /** Told after each schedule. */
  onRan?: (figures: Figures) => void;
  /** Whether what was found is enough; what has begun is finished all the same. */
  isEnough?: (figures: Figures) => boolean;
}

export interface Figures {
  schedules: number;
  calls: number;
  faults: number;
  /** How often each thing happened. */
  happened: Partial<Record<HappeningKind, number>>;
  kills: number;
  charges: number;
  violations: Array<Violation & { seed: number }>;
  seconds: number;
}

const FIRST_PACE_MS = 300;

/** Runs schedules, some side by side, and adds up what came of them. Leaves nothing behind. */
export function torture(options: TortureOptions): Promise<Figures> {
  return withPrograms('torture', (folder) => runAll(options, folder));
}

async function runAll(
  { server, schedules, seed, atOnce = 2, onRan, isEnough = () => false }: TortureOptions,
  folder: string,
): Promise<Figures> {
  const began = performance.now();
  const figures: Figures = {
    ...{ schedules: 0, calls: 0, faults: 0, happened: {}, kills: 0, charges: 0, violations: [], seconds: 0 },
  };
  const ground = { server, folder, offers: await offersOnSale(), pace: { ms: FIRST_PACE_MS } };
  let next = 0;

  async function keepRunning(): Promise<void> {
    while (next < schedules && !isEnough(figures)) {
      add(figures, await runSchedule(seed + next++, ground));
      figures.seconds = Math.round(performance.now() - began) / 1000;
      onRan?.(figures);
    }
  }

  await Promise.all(Array.from({ length: atOnce }, keepRunning));
  return figures;
}

async function offersOnSale() {
  const sandbox = await startSandbox();
  try {
    return await readOffers(sandbox);
  } finally {
    await sandbox.close();
  }
}

function add(figures: Figures, { seed, calls, faults, charges, happened, violations }: Ran): void {
  figures.schedules += 1;
  figures.calls += calls;
  figures.faults += faults;
  figures.charges += charges;
  figures.kills += happened.filter((kind) => kind === 'kill').length;
  for (const kind of happened) figures.happened[kind] = (figures.happened[kind] ?? 0) + 1;
  figures.violations.push(...violations.map((violation) => ({ ...violation, seed })));
}
