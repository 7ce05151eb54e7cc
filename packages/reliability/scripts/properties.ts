// Calls of every tool with arguments from its own schema and against it: `pnpm properties --calls 10000 --seed 1 --json`.
import { parseArgs } from 'node:util';
import { play } from '../src/properties/play.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    json: { type: 'boolean', default: false },
  },
});
const figures = await play(Number(values.calls), Number(values.seed));
if (values.json) console.log(JSON.stringify(figures, null, 2));
else {
  const { calls, seed, answered, failures, faults, committed, violations, seconds } = figures;
  const codes = Object.entries(failures).toSorted(([, a], [, b]) => b - a);
  console.log(
    `${calls} calls from seed ${seed} in ${seconds.toFixed(0)} s, ${faults} faults at the upstreams`,
  );
  console.log(
    `${answered} answered as listed; ${committed} charges, issues, uses and deletions, each in the ledger`,
  );
  console.log(`failures: ${codes.map(([code, times]) => `${code} ${times}`).join(', ')}`);
  for (const violation of violations) console.log(violation.slice(0, 4_000));
  console.log(`${violations.length} violations`);
}
if (figures.violations.length > 0) process.exitCode = 1;
