import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['@kamikit/source', 'node', 'import', 'default'] } },
  test: {
    projects: ['packages/*'],
    reporters: ['dot', './scripts/closing-line-reporter.ts'],
  },
});
