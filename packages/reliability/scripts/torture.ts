// Runs the built server under everything that can happen to it, and prints what came of it.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
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
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // Asked once, it finishes what has begun and tells what it has; asked again, it goes.
    if (isInterrupted) process.exit(1);
    isInterrupted = true;
  });

let [told, named] = [0, 0];
const figures = await torture({
  ...{
    server,
    schedules: wholeNumber('schedules'),
    seed: wholeNumber('seed'),
    atOnce: wholeNumber('at-once'),
  },
  isEnough: () => isInterrupted,
  onRan({ schedules, violations, seconds }) {
    for (const { seed, invariant, what } of violations.slice(named))
      process.stderr.write(
        `${invariant}: ${what}\n  repeat the choices: pnpm torture --schedules 1 --seed ${seed}\n`,
      );
    named = violations.length;
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

function wholeNumber(name: 'schedules' | 'seed' | 'at-once'): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  process.stderr.write(`--${name} takes a whole number, not ${values[name]}\n`);
  process.exit(2);
}
