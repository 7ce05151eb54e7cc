const ADVICE =
  'The user has to name a newer Node in the host’s configuration (https://nodejs.org has one, and `kamikit init`, run with it, writes its path there), and to restart the host.';

/** What a model is told where nothing can work. */
export function unfitInstructions(why: string): string {
  return `No tool works: ${why} Tell the user first of all. ${ADVICE}`;
}

/** What every call answers there. */
export function unfitAnswer(why: string) {
  return {
    error: { code: 'config_invalid', message: why, outcome: 'not_committed', retryable: false, hint: ADVICE },
  };
}
