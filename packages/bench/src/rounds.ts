/** Takes each in turn, round after round, so that whatever slows the machine slows all alike; the first rounds warm up. */
export async function inTurns<Name extends string, T>(
  rounds: number,
  tasks: Readonly<Record<Name, () => Promise<T>>>,
  warm = 0,
): Promise<Record<Name, T[]>> {
  const names = Object.keys(tasks) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, T[]>;
  for (let round = -warm; round < rounds; round += 1) {
    for (const name of names) {
      const result = await tasks[name]();
      if (round >= 0) results[name].push(result);
    }
  }
  return results;
}

/** How long the work takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
