// Builds the server without one guard after the other, and tells how many schedules it took to find out.
import { parseArgs } from 'node:util';
import { guards } from '../src/guards/guards.ts';
import { findMissingGuard } from '../src/torture/find-missing-guard.ts';

const { values } = parseArgs({
  options: {
    most: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
let missed = 0;
for (const guard of guards.filter(({ name }) => values.only === undefined || name === values.only)) {
  const { schedules, what } = await findMissingGuard(guard, {
    ...{ most: Number(values.most), seed: Number(values.seed) },
  });
  if (schedules === null) missed += 1;
  const found = schedules === null ? 'not found' : `found after ${schedules}: ${what}`;
  process.stdout.write(`${guard.invariant} | ${guard.name} | ${found}\n`);
}
process.exitCode = missed === 0 ? 0 : 1;
