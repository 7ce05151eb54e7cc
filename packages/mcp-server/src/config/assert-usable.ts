import { KamikitError } from '@kamikit/core/base';
import type { Concern, Config } from './config.ts';

/** @throws {KamikitError} `config_invalid` that names each variable at fault. */
export function assertUsable({ problems }: Config, ...concerns: readonly Concern[]): void {
  const faults = problems.filter(
    (problem) => problem.concern === 'everything' || concerns.includes(problem.concern),
  );
  if (faults.length === 0) return;
  const told = faults.map(({ variable, message }) => `${variable}: ${message}`).join('; ');
  throw new KamikitError(`The configuration is invalid: ${told}.`, {
    code: 'config_invalid',
    outcome: 'not_committed',
  });
}
