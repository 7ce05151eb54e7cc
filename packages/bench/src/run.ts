// `pnpm bench [NAME ...] [--peers] [--beside BUILD] [--write]`: measures, prints, and with --write keeps it in
// docs/performance.md with its chart. Ends with 1 where a target of the design is missed.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Figure, isReached } from './figure.ts';
import { measurements, peerMeasurements } from './measurements.ts';
import { printed } from './printed.ts';
import { writeDocument } from './write-document.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    beside: { type: 'string', multiple: true, default: [] },
    peers: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const known = Object.keys({ ...measurements, ...peerMeasurements });
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0)
  throw new TypeError(`There is no measurement ${unknown.join(', ')}; there are ${known.join(', ')}`);
if (values.write && positionals.length > 0)
  throw new TypeError('--write keeps all of one run: leave out the names of measurements');

const wanted =
  positionals.length > 0
    ? positionals
    : Object.keys(values.peers ? { ...measurements, ...peerMeasurements } : measurements);
const figures: Record<string, Figure[]> = {};
for (const name of wanted) {
  process.stderr.write(`${name} …\n`);
  const measured = await measuredApart(name, values.beside);
  figures[name] = measured;
  process.stdout.write(`${printed(name, measured)}\n`);
}
if (values.write) writeDocument(figures);
if (
  Object.values(figures)
    .flat()
    .some((figure) => isReached(figure) === false)
)
  process.exitCode = 1;

async function measuredApart(name: string, builds: readonly string[]): Promise<Figure[]> {
  const child = fork(join(import.meta.dirname, 'run-one.ts'), [name, ...builds], {
    execArgv: [...process.execArgv, '--expose-gc', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${name} ended with ${code} and without figures`);
  });
  const told = once(child, 'message').then(([message]) => message as Figure[]);
  const measured = await Promise.race([told, ended]);
  await ended.catch(() => {});
  return measured;
}
