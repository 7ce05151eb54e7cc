/** Resolves when the user or the system asks the process to end. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/** A signal that the first Ctrl-C aborts, for work that must not end in the middle; the next one ends the process. */
export function untilFirstInterrupt(onInterrupt: () => void): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const interrupt = () => {
    onInterrupt();
    controller.abort();
  };
  process.once('SIGINT', interrupt);
  return { signal: controller.signal, end: () => void process.off('SIGINT', interrupt) };
}
