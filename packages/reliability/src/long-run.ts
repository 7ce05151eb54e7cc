import type { Violation } from './torture/violation.ts';

/** What an option of the command line asks for; anything else ends the process. */
export function wholeNumber(option: string, given: string): number {
  const number = Number(given);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  process.stderr.write(`--${option} takes a whole number, not ${given}\n`);
  process.exit(2);
}

/** Whether the run is to end: asked once, it finishes what has begun and tells what it has; asked again, it goes. */
export function interruption(): () => boolean {
  let isInterrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (isInterrupted) process.exit(1);
      isInterrupted = true;
    });
  return () => isInterrupted;
}

/** Names each violation once, as soon as it is found, with the command that makes the same choices again. */
export function violationNaming(command: string) {
  let named = 0;
  return (violations: ReadonlyArray<Violation & { seed: number }>): void => {
    for (const { seed, invariant, what } of violations.slice(named))
      process.stderr.write(`${invariant}: ${what}\n  repeat the choices: ${command} --seed ${seed}\n`);
    named = violations.length;
  };
}
