import { syncBuiltinESMExports } from 'node:module';
import { onTestFinished } from 'vitest';

/** Has modules that import a function of Node by its name see what a test put in its place, until the test ends. */
export function seenByImports(spy: { mockRestore(): void }): void {
  syncBuiltinESMExports();
  onTestFinished(() => {
    spy.mockRestore();
    syncBuiltinESMExports();
  });
}
