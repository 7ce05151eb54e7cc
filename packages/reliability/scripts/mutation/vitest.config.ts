import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { ROOT } from './what.ts';

const { MUTATION_CODE = '', MUTATED_PACKAGE, MUTANT_AT_LOAD } = process.env;
const code = new Map(
  Object.entries(JSON.parse(readFileSync(MUTATION_CODE, 'utf8')) as Record<string, string>),
);

// The tests of the one package whose code is mutated, quietly: a mutant is supposed to fail them.
export default defineConfig({
  test: {
    reporters: [{}],
    maxWorkers: 1,
    // What it keeps of a file goes by the text before it was instrumented: mutants would bear the numbers of another run.
    fsModuleCache: false,
    // What a mutant leaves running may fail later, in nobody's name.
    dangerouslyIgnoreUnhandledErrors: true,
    bail: MUTANT_AT_LOAD === undefined ? 0 : 1,
    projects: [
      {
        extends: join(ROOT, 'vitest.config.ts'),
        root: `packages/${MUTATED_PACKAGE}`,
        plugins: [{ name: 'mutants', enforce: 'pre', transform: (_, id) => code.get(relative(ROOT, id)) }],
        test: {
          name: 'mutants',
          fsModuleCache: false,
          maxWorkers: 1,
          // Each file loads the mutants anew: what they do then is of every file that loads them.
          isolate: true,
          exclude: [...configDefaults.exclude, '**/src/postgres/*.test.ts'],
          ...(MUTANT_AT_LOAD === undefined && {
            runner: fileURLToPath(new URL('runner.ts', import.meta.url)),
          }),
        },
      },
    ],
  },
});
