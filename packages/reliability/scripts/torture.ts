// Runs the built server under everything that can happen to it, and prints what came of it.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { interruption, violationNaming, wholeNumber } from '../src/long-run.ts';
import { torture } from '../src/torture/torture.ts';

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    server: { type: 'string' },
    'at-once': { type: 'string', default: '2' },
  },
});
const server = values.server ?? fileURLToPath(import.meta.resolve('../../mcp-server/dist/kamikit.mjs'));
const nameViolations = violationNaming('pnpm torture --schedules 1');
let told = 0;
const figures = await torture({
  server,
  schedules: wholeNumber('schedules', values.schedules),
  seed: wholeNumber('seed', values.seed),
  atOnce: wholeNumber('at-once', values['at-once']),
  isEnough: interruption(),
  onRan({ schedules, violations, seconds }) {
    nameViolations(violations);
    if (seconds - told < 10) return;
    told = seconds;
    process.stderr.write(
      `${schedules} schedules, ${violations.length} violations, ${Math.round(seconds)} s\n`,
    );
  },
});
const { violations, happened, ...numbers } = figures;
if (values.json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
else {
  const lines = Object.entries({ ...numbers, ...happened, violations: violations.length });
  process.stdout.write(`${lines.map(([name, count]) => `${name}: ${count}`).join('\n')}\n`);
}
process.exitCode = violations.length === 0 ? 0 : 1;
