// Prints how much of each package the tests ran, as a table, after `vitest run --coverage`; with `--lines` also which lines
// they did not. Ends with 1 where a package has less than its floor.
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const MEASURES = ['lines', 'branches', 'functions'] as const;

/**
 * Of their lines, in percent. Commands, `main.ts` and shared work over PostgreSQL run in processes of their own, and what
 * `signing` has for other engines runs in these: both are tested, and not counted.
 */
const FLOORS: Readonly<Record<string, number>> = {
  ...{ console: 98, core: 99.5, kamikit: 98, ledger: 98.5, 'mcp-server': 78 },
  ...{ sandbox: 99, signing: 88, spending: 98.5 },
};

interface Counts {
  total: number;
  covered: number;
}

type Covered = Record<(typeof MEASURES)[number], Counts>;

interface Statements {
  path: string;
  statementMap: Record<string, { start: { line: number } }>;
  s: Record<string, number>;
}

const root = join(import.meta.dirname, '..');

function read<T>(name: string): Record<string, T> {
  return JSON.parse(readFileSync(join(root, 'coverage', name), 'utf8'));
}

const packages = new Map<string, Covered>();
for (const [file, counts] of Object.entries(read<Covered>('coverage-summary.json'))) {
  const [folder, name] = relative(root, file).split(sep);
  if (folder !== 'packages' || name === undefined) continue;
  const sums = packages.get(name);
  packages.set(name, sums === undefined ? counts : sum(sums, counts));
}

function sum(a: Covered, b: Covered): Covered {
  const add = (measure: keyof Covered) => ({
    total: a[measure].total + b[measure].total,
    covered: a[measure].covered + b[measure].covered,
  });
  return { lines: add('lines'), branches: add('branches'), functions: add('functions') };
}

const percent = ({ total, covered }: Counts) =>
  `${(total === 0 ? 100 : (100 * covered) / total).toFixed(1)} %`;

console.log('| package | lines | branches | functions |\n| --- | --: | --: | --: |');
for (const [name, counts] of [...packages].sort())
  console.log(`| \`${name}\` | ${MEASURES.map((measure) => percent(counts[measure])).join(' | ')} |`);

for (const [name, floor] of Object.entries(FLOORS)) {
  const { total, covered } = packages.get(name)?.lines ?? { total: 1, covered: 0 };
  if ((100 * covered) / total >= floor) continue;
  console.error(`Fewer than ${floor} % of the lines of ${name} were run.`);
  process.exitCode = 1;
}

if (process.argv.includes('--lines')) {
  for (const { path, statementMap, s } of Object.values(read<Statements>('coverage-final.json'))) {
    const missed = Object.entries(s).flatMap(([id, times]) => {
      const line = statementMap[id]?.start.line;
      return times === 0 && line !== undefined ? [line] : [];
    });
    if (missed.length > 0) console.log(`${relative(root, path)}: ${[...new Set(missed)].join(', ')}`);
  }
}
