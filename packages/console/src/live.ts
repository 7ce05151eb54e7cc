/** Tells listeners that something changed. */
export interface Live {
  /** Returns what ends it; null when there are too many listeners already. */
  listen(listener: Listener): (() => void) | null;
  /** Something changed that the ledger does not know of. */
  tell(): void;
  close(): void;
}

/** Called for a change, and with `null` when nothing more will come. */
export type Listener = (change: number | null) => void;

export interface LiveOptions {
  /** The number of the ledger's last event. */
  lastSeq(): Promise<number>;
  everyMs?: number;
  mostListeners?: number;
}

// Six connections are all that a browser opens to one host (HTTP/1.1), so these are several browsers.
const MOST_LISTENERS = 24;

/** Asks the ledger in one place, for as long as somebody listens. */
export function createLive({ lastSeq, everyMs = 1_000, mostListeners = MOST_LISTENERS }: LiveOptions): Live {
  const listeners = new Set<Listener>();
  let timer: NodeJS.Timeout | undefined;
  let known: number | null = null;
  let isAsking = false;

  async function look(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    try {
      const seq = await lastSeq();
      const isNew = known !== null && seq !== known;
      known = seq;
      if (isNew) tell();
    } catch {
      // A ledger that cannot be read is told on the page itself.
    } finally {
      isAsking = false;
    }
  }

  function tell(): void {
    for (const listener of [...listeners]) listener(known ?? 0);
  }

  function stopLooking(): void {
    clearInterval(timer);
    timer = undefined;
    known = null;
  }

  return {
    listen(listener) {
      if (listeners.size >= mostListeners) return null;
      listeners.add(listener);
      if (timer === undefined) {
        timer = setInterval(() => void look(), everyMs);
        timer.unref();
        void look();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stopLooking();
      };
    },
    tell,
    close() {
      stopLooking();
      for (const listener of [...listeners]) listener(null);
      listeners.clear();
    },
  };
}
