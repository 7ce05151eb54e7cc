// Builds the server without one guard of several instances after the other, and tells how many runs it took to find out.
import { parseArgs } from 'node:util';
import { findMissingGuard } from '../src/cluster/find-missing-guard.ts';
import { guards } from '../src/cluster/guards.ts';

const { values } = parseArgs({
  options: {
    most: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
for (const guard of guards.filter(({ name }) => values.only === undefined || name === values.only)) {
  const limits = { most: Number(values.most), seed: Number(values.seed) };
  const missing = await findMissingGuard(guard, limits);
  if (missing === null) process.exitCode = 1;
  const told = missing === null ? 'not found' : `found in run ${missing.runs}: ${missing.found[0]}`;
  process.stdout.write(`${guard.invariant} | ${guard.name} | ${told}\n`);
}
