/** What was begun, and has to have ended before its process does. */
export interface UnderWay {
  watch<T>(work: Promise<T>): Promise<T>;
  /** Resolves once there is nothing, however it ended. */
  ended(): Promise<void>;
}

export function keepUnderWay(): UnderWay {
  const all = new Set<Promise<unknown>>();
  return {
    watch(work) {
      const done: Promise<unknown> = work.catch(() => undefined).finally(() => all.delete(done));
      all.add(done);
      return work;
    },
    async ended() {
      while (all.size > 0) await Promise.all(all);
    },
  };
}
