import { readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// Tests run on the sources, whatever has been built: packages resolve by the workspace's own export condition.
const conditions = ['@kamikit/source', 'node', 'import', 'default'];

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    reporters: ['dot', './scripts/closing-line-reporter.ts'],
    projects: readdirSync(new URL('packages', import.meta.url)).map((name) => ({
      extends: true,
      root: `packages/${name}`,
      test: { name: `@kamikit/${name}` },
    })),
  },
});
