import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

// Tests run on the sources, whatever has been built: packages resolve by the workspace's own export condition.
// Not "import", which Vite adds by itself where it holds: Vitest gives these to Node, where they hold for require() as well.
const conditions = ['@kamikit/source', 'node'];

const reporter = (name: string) => fileURLToPath(new URL(`scripts/${name}-reporter.ts`, import.meta.url));

// What ledgers leave in the user's configuration folder; no test touches the real one.
// Vitest reads this file once for each package, in one process.
const configHome = join(tmpdir(), `kamikit-config-${process.pid}`);
if (mkdirSync(configHome, { recursive: true, mode: 0o700 }) !== undefined)
  process.once('exit', () => rmSync(configHome, { recursive: true, force: true }));

// Loading everything anew for each file took a third of the time. The tests of these replace what modules load, or take a
// process over: none of it may reach another file.
const ISOLATED = ['contract-tests', 'reliability'];

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // No test measures time; these only end one that hangs, on a busy machine too.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Nor does what is polled: a second, as by default, is short on a busy machine.
    expect: { poll: { timeout: 30_000 } },
    isolate: false,
    // By default one core is left to Vitest itself: of two, half the machine, while most tests wait for processes of their own.
    maxWorkers: '100%',
    // Some progress for a person who waits; a file or a pipe gets what failed.
    reporters: [process.stdout.isTTY ? 'dot' : reporter('failures'), reporter('closing-line')],
    env: { XDG_CONFIG_HOME: configHome, BUNDLED_ONCE_IN: join(configHome, 'bundle') },
    // The garbage of many small tests: a tenth of their time goes into collecting it from the space that Node begins with.
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=64'],
    // `pnpm coverage`: of all that is shipped, and only where it runs within the tests' own processes.
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.{ts,tsx}'],
      exclude: [
        '**/*.test.ts',
        '**/testing/**',
        'packages/{bench,contract-tests,reliability,scratch-postgres}/**',
      ],
      reporter: ['json-summary', 'json'],
      reportOnFailure: true,
    },
    projects: [
      ...readdirSync(new URL('packages', import.meta.url)).map((name) => ({
        extends: true as const,
        root: `packages/${name}`,
        test: {
          name: `@kamikit/${name}`,
          isolate: ISOLATED.includes(name),
          exclude: [...configDefaults.exclude, '**/src/postgres/*.test.ts'],
        },
      })),
      {
        extends: true,
        root: 'packages/ledger',
        test: {
          name: '@kamikit/ledger on PostgreSQL',
          include: ['src/**/*.test.ts'],
          // About files.
          exclude: [...configDefaults.exclude, 'src/chain-key.test.ts', 'src/look.test.ts', 'src/sqlite/**'],
          globalSetup: fileURLToPath(
            new URL('packages/ledger/src/testing/postgres-setup.ts', import.meta.url),
          ),
        },
      },
      {
        extends: true,
        root: 'packages/spending',
        test: {
          name: '@kamikit/spending on PostgreSQL',
          include: [
            'spend-once',
            'used-key',
            'approve',
            'reconcile',
            'refused-yet-paid',
            'people',
            'jobs/run-job',
          ].map((story) => `src/${story}.test.ts`),
          globalSetup: fileURLToPath(
            new URL('packages/ledger/src/testing/postgres-setup.ts', import.meta.url),
          ),
        },
      },
      { extends: true, root: 'scripts', test: { name: 'scripts' } },
    ],
  },
});
