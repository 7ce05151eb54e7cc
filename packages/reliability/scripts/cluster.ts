// Many people buy at several instances of the built server on one PostgreSQL, and anything happens meanwhile.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runCluster } from '../src/cluster/cluster.ts';
import { wholeNumber } from '../src/long-run.ts';

const { values } = parseArgs({
  options: {
    purchases: { type: 'string', default: '1000' },
    jobs: { type: 'string', default: '10' },
    people: { type: 'string', default: '20' },
    instances: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    server: { type: 'string' },
  },
});
const server = values.server ?? fileURLToPath(import.meta.resolve('../../mcp-server/dist/kamikit.mjs'));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const figures = await runCluster({
  server,
  seed: wholeNumber('seed', values.seed),
  purchases: wholeNumber('purchases', values.purchases),
  jobs: wholeNumber('jobs', values.jobs),
  people: wholeNumber('people', values.people),
  instances: wholeNumber('instances', values.instances),
  onHappening: (kind) => process.stderr.write(`${kind}\n`),
});
const { violations, ...numbers } = figures;
process.stdout.write(`${JSON.stringify(numbers, null, 2)}\n`);
for (const { invariant, what } of violations) process.stderr.write(`${invariant}: ${what}\n`);
process.exitCode = violations.length === 0 ? 0 : 1;
