import type { Engine, Errand, OnFailure } from './errand.ts';

/** Does errands in this process, by its own timers. */
export function workInProcess(errands: readonly Errand[], onFailure: OnFailure): Engine {
  const ending = new AbortController();
  const { signal } = ending;
  const running = new Map<string, Promise<void>>();

  async function round(errand: Errand): Promise<void> {
    for (const what of await errand.due()) {
      const name = `${errand.name} ${what}`;
      if (signal.aborted || running.has(name)) continue;
      const run = errand
        .run(what, signal)
        .catch((error) => onFailure(errand, error, what))
        .finally(() => running.delete(name));
      running.set(name, run);
    }
  }

  const look = (errand: Errand) => void round(errand).catch((error) => onFailure(errand, error));
  const lookAtAll = () => errands.forEach(look);
  const timers = errands.map((errand) => setInterval(look, errand.everyMs, errand).unref());
  let later: NodeJS.Timeout | undefined;
  lookAtAll();
  return {
    look(inMs = 0) {
      if (inMs === 0) return lookAtAll();
      later ??= setTimeout(() => {
        later = undefined;
        lookAtAll();
      }, inMs).unref();
    },
    async end() {
      ending.abort();
      for (const timer of timers) clearInterval(timer);
      clearTimeout(later);
      await Promise.all(running.values());
    },
  };
}
