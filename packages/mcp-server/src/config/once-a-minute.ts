const MINUTE_MS = 60_000;

/**
 * Tells of what may come in masses: of the first at once, then once a minute at most, of the last and how many came since it
 * told. `end` tells what was not told yet.
 */
export function onceAMinute<T = void>(
  tell: (last: T, count: number) => void,
): { add(what: T): void; end(): void } {
  let untold: { last: T; count: number } | null = null;
  let minute: NodeJS.Timeout | null = null;

  function say(): void {
    clearTimeout(minute ?? undefined);
    minute = null;
    if (untold === null) return;
    tell(untold.last, untold.count);
    untold = null;
    minute = setTimeout(say, MINUTE_MS).unref();
  }

  return {
    add(what) {
      untold = { last: what, count: (untold?.count ?? 0) + 1 };
      if (minute === null) say();
    },
    end() {
      say();
      clearTimeout(minute ?? undefined);
    },
  };
}
