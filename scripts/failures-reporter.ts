import { MinimalReporter, type Vitest } from 'vitest/node';

/** Failures in full, and nothing else: no banner, no progress, no console output of tests that pass, no figures. */
export default class FailuresReporter extends MinimalReporter {
  constructor() {
    super({ silent: 'passed-only' });
  }

  // The inherited one prints the banner, and does nothing else that is needed.
  override onInit(vitest: Vitest): void {
    this.ctx = vitest;
  }

  // The closing line has the figures.
  override reportTestSummary(): void {}
}
