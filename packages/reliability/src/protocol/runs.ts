import type { Counter } from './counter.ts';
import { garbage } from './garbage.ts';
import type { RawHost } from './raw-host.ts';
import { purchase } from './wishes.ts';

/** What a run shows beside its outcome. */
export interface Figures {
  lines: number;
  answers: number;
  errors: number;
  charges: number;
  pings: number;
  /** How long the slowest ping took. */
  slowestPingMs: number;
  peakMb: number;
}

/** Writes so many lines of garbage. @throws {Error} when the server ends, stops answering, or writes anything but messages. */
export async function writeGarbage(
  counter: Counter,
  host: RawHost,
  seed: number,
  lines: number,
): Promise<Figures> {
  const before = host.said.length;
  const watch = watchPings(host);
  for (const block of garbage(seed, lines)) {
    for (const piece of block) host.write(piece);
    await watch.once();
  }
  return watch.done(host.said.length - before, lines, counter);
}

/** Calls all at once. @throws {Error} unless each is answered exactly once. */
export async function callAtOnce(
  counter: Counter,
  host: RawHost,
  calls: readonly object[],
): Promise<Figures> {
  const before = host.said.length;
  const watch = watchPings(host);
  for (const [index, each] of calls.entries()) host.tell({ id: `call ${index}`, ...each });
  const answers = () =>
    host.said.slice(before).filter(({ id }) => typeof id === 'string' && id.startsWith('call '));
  while (answers().length < calls.length) await watch.once();
  const ids = new Set(answers().map(({ id }) => id));
  if (ids.size !== calls.length) throw new Error(`${calls.length} calls, ${ids.size} answers`);
  return watch.done(answers().length, calls.length, counter);
}

export const purchases = (count: number) => Array.from({ length: count }, (_, number) => purchase(number));
export const reads = (count: number) =>
  Array.from({ length: count }, (_, number) => ({
    method: 'tools/call',
    params: { name: number % 2 ? 'list_goods' : 'list_ledger', arguments: {} },
  }));

/** One ping after the other, timed. */
function watchPings(host: RawHost) {
  const first = host.said.length;
  let pings = 0;
  let slowestPingMs = 0;
  async function once(): Promise<void> {
    const began = performance.now();
    pings += 1;
    await host.ask(`ping ${first} ${pings}`, 'ping');
    slowestPingMs = Math.max(slowestPingMs, performance.now() - began);
  }
  return {
    once,
    async done(answers: number, lines: number, counter: Counter): Promise<Figures> {
      await once();
      const errors = host.said.slice(first).filter(({ error }) => error !== undefined).length;
      const charges = counter.charges();
      return { lines, answers, errors, charges, pings, slowestPingMs, peakMb: host.peakMb() };
    },
  };
}
