import { join } from 'node:path';
import { bundleServer } from '@kamikit/mcp-server/build';
import type { Guard } from '../guards/guard.ts';
import { withoutGuard } from '../guards/without-guard.ts';
import { inScratch } from './scratch.ts';
import { type Figures, torture } from './torture.ts';

/** Whether, and when, a server without a guard was found out. */
export interface FoundMissing {
  guard: Guard;
  /** How many schedules it took; null: it was not found. */
  schedules: number | null;
  /** One of the violations that it was found by. */
  what: string | null;
}

/** Builds the server without the guard and runs it until the guard's own invariant is violated. */
export function findMissingGuard(
  guard: Guard,
  { most, seed }: { most: number; seed: number },
): Promise<FoundMissing> {
  const sought = ({ violations }: Figures) =>
    violations.find(({ invariant }) => invariant === guard.invariant);
  return inScratch('without', async (folder) => {
    await bundleServer(folder, [withoutGuard(guard)]);
    const figures = await torture({
      ...{ server: join(folder, 'kamikit.mjs'), schedules: most, seed },
      isEnough: (soFar) => sought(soFar) !== undefined,
    });
    const found = sought(figures);
    return { guard, schedules: found === undefined ? null : figures.schedules, what: found?.what ?? null };
  });
}
