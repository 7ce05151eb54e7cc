import { readFileSync } from 'node:fs';
import { bundleForTests } from '@kamikit/mcp-server/test';
import { startPostgres } from '@kamikit/scratch-postgres';
import { expect, it } from 'vitest';
import { seeded } from '../seeded.ts';
import { runCluster } from './cluster.ts';
import { guards } from './guards.ts';
import { HAPPENINGS, planCluster } from './plan.ts';

const server = bundleForTests();
const here = await whetherItRuns();

it.skipIf(!here)(
  'people who buy at instances that are killed, on a database that crashes, break no promise',
  {
    timeout: 180_000,
  },
  async () => {
    const size = { purchases: 40, jobs: 1, people: 4, instances: 2 };
    const figures = await runCluster({ server, seed: 5, ...size });
    expect(figures.violations).toEqual([]);
    expect(figures.charges).toBeGreaterThan(0);
    expect(Object.keys(figures.jobs)).toHaveLength(1);
  },
);

it('the same seed plans the same, and a thousand purchases see everything happen', () => {
  const plan = () => planCluster(seeded(5), { purchases: 1_000, jobs: 10, people: 20, instances: 4 }, []);
  expect(plan()).toEqual(plan());
  const kinds = new Set(plan().happenings.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual([...HAPPENINGS].sort());
});

it.each(guards)('$file holds "$name" exactly once', ({ file, piece, instead }) => {
  const source = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
  expect(source.split(piece)).toHaveLength(2);
  expect(instead).not.toContain(piece);
});

async function whetherItRuns(): Promise<boolean> {
  try {
    const server = await startPostgres();
    await server.remove();
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(
      `\nSKIPPED: several instances on one PostgreSQL, which does not run on this machine (${reason}).\n\n`,
    );
    return false;
  }
}
