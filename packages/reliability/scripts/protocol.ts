// Everything that a host may write to the built server or do to its streams, in long, and what came of it.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Counter, openCounter } from '../src/protocol/counter.ts';
import { LEAVINGS } from '../src/protocol/leaving.ts';
import { callAtOnce, type Figures, purchases, reads, writeGarbage } from '../src/protocol/runs.ts';

const { values } = parseArgs({
  options: { lines: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const [lines, seed] = [Number(values.lines), Number(values.seed)];
if (!Number.isSafeInteger(lines) || lines < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write('--lines and --seed take whole numbers\n');
  process.exit(2);
}
const server = fileURLToPath(import.meta.resolve('../../mcp-server/dist/kamikit.mjs'));

const RUNS: Record<string, (counter: Counter) => Promise<Figures | undefined>> = {
  '1,000 reads at once': async (counter) => callAtOnce(counter, await counter.open(), reads(1_000)),
  '1,000 purchases at once': async (counter) => callAtOnce(counter, await counter.open(), purchases(1_000)),
  '1,000 purchases at once, a budget of 3,000 yuan': async (counter) =>
    callAtOnce(counter, await counter.open({ KAMIKIT_DAILY_BUDGET: '3000' }), purchases(1_000)),
  [`${lines} lines of garbage, seed ${seed}`]: async (counter) =>
    writeGarbage(counter, await counter.open(), seed, lines),
  ...Object.fromEntries(
    Object.entries(LEAVINGS).map(([name, leaving]) => [
      `a host ${name}`,
      async (counter: Counter) => {
        await leaving(counter);
        return undefined;
      },
    ]),
  ),
};

for (const [name, run] of Object.entries(RUNS)) {
  const counter = await openCounter(server);
  const began = performance.now();
  try {
    const figures = await run(counter);
    await counter.settle();
    const told = Object.entries(figures ?? { charges: counter.charges() }).map(
      ([figure, value]) => `${figure} ${Math.round(value)}`,
    );
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    process.stdout.write(`${name}: ${told.join(', ')}; settled; ${seconds} s\n`);
  } catch (error) {
    process.stdout.write(`${name}: FAILED: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  } finally {
    await counter.close();
  }
}
