import { join } from 'node:path';
import { bundleServer } from '@kamikit/mcp-server/build';
import type { Guard } from '../guards/guard.ts';
import { withoutGuard } from '../guards/without-guard.ts';
import { inScratch } from '../torture/scratch.ts';
import { runCluster } from './cluster.ts';

/** Builds the server without the guard and runs it until a promise is broken; null where none is within so many runs. */
export function findMissingGuard(
  guard: Guard,
  { most, seed }: { most: number; seed: number },
): Promise<{ runs: number; found: string[] } | null> {
  return inScratch('without', async (folder) => {
    await bundleServer(folder, [withoutGuard(guard)]);
    const server = join(folder, 'kamikit.mjs');
    for (let runs = 1; runs <= most; runs += 1) {
      const size = { purchases: 120, jobs: 2, people: 10, instances: 3 };
      const { violations } = await runCluster({ server, seed: seed + runs - 1, ...size });
      const found = violations.map(({ invariant, what }) => `${invariant}: ${what}`);
      if (violations.some(({ invariant }) => invariant === guard.invariant)) return { runs, found };
    }
    return null;
  });
}
