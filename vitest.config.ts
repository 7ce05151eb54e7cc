import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { SlowFirst } from './scripts/slow-first.ts';

// Tests run on the sources, whatever has been built: packages resolve by the workspace's own export condition.
// Not "import", which Vite adds by itself where it holds: Vitest gives these to Node, where they hold for require() as well.
const conditions = ['@kamikit/source', 'node'];

const reporter = (name: string) => fileURLToPath(new URL(`scripts/${name}-reporter.ts`, import.meta.url));

// What ledgers leave in the user's configuration folder; no test touches the real one.
// Vitest reads this file once for each project, in one process.
const configHome = join(tmpdir(), `kamikit-config-${process.pid}`);
if (mkdirSync(configHome, { recursive: true, mode: 0o700 }) !== undefined)
  process.once('exit', () => rmSync(configHome, { recursive: true, force: true }));

// Of spending, what relies on the ledger's own promises.
const PURCHASES = 'spend-once used-key approve reconcile refused-yet-paid people jobs/run-job'.split(' ');

// Of what tests start, too: then the bundle has to outlive them, as it is what was run.
const isCounted = process.argv.includes('--coverage');
const bundle = join(isCounted ? join(import.meta.dirname, 'coverage') : configHome, 'bundle');

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // No test measures time; these only end one that hangs, on a busy machine too.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Nor does what is polled: a second, as by default, is short on a busy machine.
    expect: { poll: { timeout: 30_000 } },
    // Loading everything anew for each file took a third of the time.
    isolate: false,
    // By default one core is left to Vitest itself. Most tests wait for processes of their own and for the disk meanwhile.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    sequence: { sequencer: SlowFirst },
    // Some progress for a person who waits; a file or a pipe gets what failed.
    reporters: [process.stdout.isTTY ? 'dot' : reporter('failures'), reporter('closing-line')],
    env: {
      XDG_CONFIG_HOME: configHome,
      BUNDLED_ONCE_IN: bundle,
      // For processes that tests start: half of a start is to compile. Of what comes from there V8 counts no blocks.
      ...(isCounted ? {} : { NODE_COMPILE_CACHE: join(configHome, 'compiled') }),
    },
    setupFiles: isCounted ? [join(import.meta.dirname, 'scripts/cover-processes.ts')] : [],
    // The garbage of many small tests: a tenth of their time goes into collecting it from the space that Node begins with.
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=64'],
    // `pnpm coverage`: of all that is shipped, as far as it runs within the tests' own processes.
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.{ts,tsx}'],
      exclude: [
        '**/*.test.ts',
        '**/testing/**',
        'packages/{bench,contract-tests,reliability,scratch-postgres}/**',
      ],
      reporter: ['json'],
      reportOnFailure: true,
    },
    projects: [
      {
        extends: true,
        test: {
          // One for all packages, as each would load what it imports of the others anew.
          name: 'packages',
          include: ['{packages,scripts}/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, '**/src/postgres/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'on PostgreSQL',
          include: [
            'packages/ledger/src/**/*.test.ts',
            ...PURCHASES.map((story) => `packages/spending/src/${story}.test.ts`),
          ],
          exclude: [
            ...configDefaults.exclude,
            // About files.
            ...['chain-key*.test.ts', 'look.test.ts', 'sqlite/**'].map(
              (path) => `packages/ledger/src/${path}`,
            ),
          ],
          globalSetup: fileURLToPath(
            new URL('packages/ledger/src/testing/postgres-setup.ts', import.meta.url),
          ),
        },
      },
    ],
  },
});
