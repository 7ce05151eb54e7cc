// Runs jobs by the built command line under everything that can happen to them, and prints what came of it.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tortureJobs } from '../src/jobs/torture-jobs.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    items: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    server: { type: 'string' },
  },
});
const server = values.server ?? fileURLToPath(import.meta.resolve('../../mcp-server/dist/kamikit.mjs'));
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // Asked once, it finishes what has begun and tells what it has; asked again, it goes.
    if (isInterrupted) process.exit(1);
    isInterrupted = true;
  });

let told = 0;
const { violations, counts, ...numbers } = await tortureJobs({
  ...{ server, runs: wholeNumber('runs'), items: wholeNumber('items'), seed: wholeNumber('seed') },
  isEnough: () => isInterrupted,
  onRan({ runs, violations: found, seconds }) {
    for (const { seed, invariant, what } of found.slice(told))
      process.stderr.write(
        `${invariant}: ${what}\n  repeat the choices: pnpm torture:jobs --runs 1 --seed ${seed}\n`,
      );
    told = found.length;
    process.stderr.write(`${runs} runs, ${found.length} violations, ${Math.round(seconds)} s\n`);
  },
});
const lines = Object.entries({ ...numbers, ...counts, violations: violations.length });
process.stdout.write(`${lines.map(([name, count]) => `${name}: ${count}`).join('\n')}\n`);
process.exitCode = violations.length === 0 ? 0 : 1;

function wholeNumber(name: 'runs' | 'items' | 'seed'): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  process.stderr.write(`--${name} takes a whole number, not ${values[name]}\n`);
  process.exit(2);
}
