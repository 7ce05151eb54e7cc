import type { Log } from '../config/log.ts';

const MINUTE_MS = 60_000;

/**
 * Says that notifications with a wrong signature arrive: the first at once, then one line a minute at most, which gives how
 * many came since the last one. `end` says what was not said yet.
 */
export function forgeryWarning(log: Log): { count(): void; end(): void } {
  let unsaid = 0;
  let minute: NodeJS.Timeout | null = null;

  function say(): void {
    clearTimeout(minute ?? undefined);
    minute = null;
    if (unsaid === 0) return;
    log('warn', 'notifications with a wrong signature were refused', {
      count: unsaid,
      hint: 'If they are the shop’s own, KAMIKIT_SUPPLIER_API_KEY is not the key of its account.',
    });
    unsaid = 0;
    minute = setTimeout(say, MINUTE_MS).unref();
  }

  return {
    count() {
      unsaid += 1;
      if (minute === null) say();
    },
    end() {
      say();
      clearTimeout(minute ?? undefined);
    },
  };
}
