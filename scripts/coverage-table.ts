// Prints how much of each package the tests ran, as a table, after `vitest run --coverage`: in their own processes, and in
// those that they started. With `--lines` also the lines of which something was not run. Ends with 1 where a package has
// less than its floor.
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { addProcesses, type FileCounts } from './add-processes.ts';

/** Of their lines, in percent. What `signing` has for other engines runs in these: it is tested, and not counted. */
const FLOORS: Readonly<Record<string, number>> = {
  ...{ console: 99, core: 99.5, kamikit: 98, ledger: 99, 'mcp-server': 94 },
  ...{ sandbox: 99, signing: 88, spending: 98.5 },
};

const root = join(import.meta.dirname, '..');
const counted: Record<string, FileCounts> = JSON.parse(
  readFileSync(join(root, 'coverage/coverage-final.json'), 'utf8'),
);
await addProcesses(counted, join(root, 'coverage/processes'));

/** How often each was run. */
interface Times {
  lines: number[];
  branches: number[];
  functions: number[];
}

const packages = new Map<string, Times>();
for (const [file, counts] of Object.entries(counted)) {
  const [folder, name] = relative(root, file).split(sep);
  if (folder !== 'packages' || name === undefined) continue;
  const times = packages.get(name) ?? { lines: [], branches: [], functions: [] };
  packages.set(name, {
    lines: [...times.lines, ...timesByLine(counts)],
    branches: [...times.branches, ...Object.values(counts.b).flat()],
    functions: [...times.functions, ...Object.values(counts.f)],
  });
}

/** A line was run as often as any statement that begins on it. */
function timesByLine({ statementMap, s }: FileCounts): Iterable<number> {
  const lines = new Map<number, number>();
  for (const [id, { start }] of Object.entries(statementMap))
    lines.set(start.line, Math.max(lines.get(start.line) ?? 0, s[id] ?? 0));
  return lines.values();
}

const percent = (times: number[]) =>
  times.length === 0 ? 100 : (100 * times.filter((run) => run > 0).length) / times.length;

console.log('| package | lines | branches | functions |\n| --- | --: | --: | --: |');
for (const [name, { lines, branches, functions }] of [...packages].sort()) {
  const cells = [lines, branches, functions].map((times) => `${percent(times).toFixed(1)} %`);
  console.log(`| \`${name}\` | ${cells.join(' | ')} |`);
}

for (const [name, floor] of Object.entries(FLOORS)) {
  if (percent(packages.get(name)?.lines ?? [0]) >= floor) continue;
  console.error(`Fewer than ${floor} % of the lines of ${name} were run.`);
  process.exitCode = 1;
}

if (process.argv.includes('--lines')) {
  for (const [file, { statementMap, s }] of Object.entries(counted)) {
    const missed = Object.entries(statementMap).flatMap(([id, { start }]) =>
      s[id] === 0 ? [start.line] : [],
    );
    if (missed.length > 0) console.log(`${relative(root, file)}: ${[...new Set(missed)].join(', ')}`);
  }
}
