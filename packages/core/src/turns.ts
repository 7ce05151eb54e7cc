import { setImmediate } from 'node:timers/promises';

// Long work takes this long at a time, so that whoever else waits for this process hardly notices.
const TURN_MS = 10;

/**
 * Everybody else gets a turn, whoever waits for input included: what is set while input is read comes before the next input.
 */
export async function wholeTurn(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/**
 * For work in many small steps: `await` what it returns after each, and everybody else gets a turn every 10 ms. Rejects
 * with the signal's reason once that is aborted.
 */
export function takeTurns(signal?: AbortSignal): () => Promise<void> | undefined {
  let began = performance.now();
  return () => (performance.now() - began < TURN_MS ? undefined : rest());

  async function rest(): Promise<void> {
    await setImmediate();
    signal?.throwIfAborted();
    began = performance.now();
  }
}

// Less than this takes no time worth a turn.
const LITTLE = 64 * 1024;

/** A turn for everybody else between two steps that each take an answer of this many bytes as a whole. */
export async function turnAfter(bytes: number): Promise<void> {
  if (bytes > LITTLE) await wholeTurn();
}

/** What `map` makes of each, with a turn for everybody else every 10 ms. */
export async function mapInTurns<T, R>(
  values: Iterable<T>,
  map: (value: T) => R | Promise<R>,
  signal?: AbortSignal,
): Promise<R[]> {
  const turn = takeTurns(signal);
  const mapped: R[] = [];
  for (const value of values) {
    mapped.push(await map(value));
    await turn();
  }
  return mapped;
}
