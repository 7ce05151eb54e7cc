// Runs jobs by the built command line under everything that can happen to them, and prints what came of it.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tortureJobs } from '../src/jobs/torture-jobs.ts';
import { interruption, violationNaming, wholeNumber } from '../src/long-run.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    items: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    server: { type: 'string' },
    'at-once': { type: 'string', default: '4' },
  },
});
const server = values.server ?? fileURLToPath(import.meta.resolve('../../mcp-server/dist/kamikit.mjs'));
const nameViolations = violationNaming('pnpm torture:jobs --runs 1');
const { violations, counts, ...numbers } = await tortureJobs({
  server,
  runs: wholeNumber('runs', values.runs),
  items: wholeNumber('items', values.items),
  seed: wholeNumber('seed', values.seed),
  atOnce: wholeNumber('at-once', values['at-once']),
  isEnough: interruption(),
  onRan({ runs, violations: found, seconds }) {
    nameViolations(found);
    process.stderr.write(`${runs} runs, ${found.length} violations, ${Math.round(seconds)} s\n`);
  },
});
const lines = Object.entries({ ...numbers, ...counts, violations: violations.length });
process.stdout.write(`${lines.map(([name, count]) => `${name}: ${count}`).join('\n')}\n`);
process.exitCode = violations.length === 0 ? 0 : 1;
