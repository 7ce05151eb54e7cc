const EVERY_MS = 5_000;
const MOST = 10_000;

/** Tries again what could not be done, each until it is done, one after the other; of the same name one is enough. */
export function keepTrying(): { add(name: string, attempt: () => Promise<void>): void; end(): void } {
  const left = new Map<string, () => Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let hasEnded = false;

  async function round(): Promise<void> {
    for (const [name, attempt] of [...left]) {
      left.delete(name);
      try {
        await attempt();
      } catch {
        // Whatever keeps this one from being done keeps the others, most likely.
        left.set(name, attempt);
        break;
      }
    }
    timer = undefined;
    wait();
  }

  function wait(): void {
    if (left.size > 0 && !hasEnded) timer ??= setTimeout(round, EVERY_MS).unref();
  }

  return {
    add(name, attempt) {
      if (left.size < MOST) left.set(name, attempt);
      wait();
    },
    end() {
      hasEnded = true;
      clearTimeout(timer);
    },
  };
}
