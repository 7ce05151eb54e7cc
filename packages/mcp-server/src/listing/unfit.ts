import type { StartMessages } from '../messages/start.en.ts';

/** What every call answers where nothing can work. */
export function unfitAnswer(why: string, { newerNode }: StartMessages) {
  return {
    error: {
      ...{ code: 'config_invalid', message: why, outcome: 'not_committed' },
      ...{ retryable: false, hint: newerNode },
    },
  };
}
