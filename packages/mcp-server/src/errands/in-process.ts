import { type Engine, type Errand, type OnFailure, slotFor } from './errand.ts';

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
  const later = new Map<number, NodeJS.Timeout>();
  lookAtAll();
  return {
    look(inMs = 0) {
      if (signal.aborted) return;
      if (inMs === 0) return lookAtAll();
      const { slot, waitMs } = slotFor(inMs);
      if (later.has(slot)) return;
      const lookThen = () => {
        later.delete(slot);
        lookAtAll();
      };
      later.set(slot, setTimeout(lookThen, waitMs).unref());
    },
    async end() {
      ending.abort();
      for (const timer of timers) clearInterval(timer);
      for (const timer of later.values()) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}
