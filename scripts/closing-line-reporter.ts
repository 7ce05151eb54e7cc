import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run with one line that any CI can read: `12 passed, 0 failed, 1 skipped`. What was skipped for a reason, such as
 * a program that is not installed, is told before it.
 */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, unhandledErrors: ReadonlyArray<unknown>): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) count.failed += 1;
      for (const test of module.children.allTests()) {
        const result = test.result();
        count[result.state] += 1;
        if (result.state === 'skipped' && result.note)
          process.stdout.write(`\nSKIPPED ${test.fullName}: ${result.note}\n`);
      }
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    process.stdout.write(`\n${count.passed} passed, ${count.failed + count.pending} failed${skipped}\n`);
  }
}
