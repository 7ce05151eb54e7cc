const EVERY_MS = 5_000;
// What each holds is a number; a ledger that is away for long is looked through when it is back.
const MOST = 10_000;

/** Tries again what could not be done, each until it is done, one after the other. */
export function keepTrying(): { add(attempt: () => Promise<void>): void; end(): void } {
  const left = new Set<() => Promise<void>>();
  let timer: NodeJS.Timeout | undefined;

  async function round(): Promise<void> {
    for (const attempt of [...left]) {
      left.delete(attempt);
      try {
        await attempt();
      } catch {
        // Whatever keeps this one from being done keeps the others, most likely.
        left.add(attempt);
        break;
      }
    }
    timer = undefined;
    wait();
  }

  function wait(): void {
    if (left.size > 0) timer ??= setTimeout(round, EVERY_MS).unref();
  }

  return {
    add(attempt) {
      if (left.size < MOST) left.add(attempt);
      wait();
    },
    end() {
      left.clear();
      clearTimeout(timer);
    },
  };
}
