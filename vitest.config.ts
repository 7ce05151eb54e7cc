import { readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// Tests run on the sources, whatever has been built: packages resolve by the workspace's own export condition.
const conditions = ['@kamikit/source', 'node', 'import', 'default'];

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // No test measures time; these only end one that hangs, on a busy machine too.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['dot', './scripts/closing-line-reporter.ts'],
    projects: readdirSync(new URL('packages', import.meta.url)).map((name) => ({
      extends: true,
      root: `packages/${name}`,
      test: { name: `@kamikit/${name}` },
    })),
  },
});
