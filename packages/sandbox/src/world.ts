import { createClock } from './clock.ts';
import type { Fault } from './fault.ts';
import { createFaultQueue } from './fault-queue.ts';
import { createRandom } from './random.ts';
import { createRequestLog, type LoggedRequest } from './request-log.ts';
import { type UpstreamStates, upstreams } from './upstreams.ts';

export interface WorldSettings {
  seed: number;
  orderDelayMs: number;
  /** In yuan; each upstream's own when undefined. */
  balance: number | undefined;
  /** The real time, in epoch milliseconds. */
  now: () => number;
}

export type SandboxState = UpstreamStates & {
  /** ISO 8601, on the sandbox's clock. */
  now: string;
  seed: number;
  /** Still waiting for their requests. */
  faults: Fault[];
  requests: LoggedRequest[];
  counts: Record<string, Record<string, number>>;
};

/** Everything that a reset creates anew. */
export function createWorld({ seed, orderDelayMs, balance, now }: WorldSettings) {
  const clock = createClock(now);
  const faults = createFaultQueue();
  const log = createRequestLog();
  // Each upstream has its own sequence, so that a purchase in one does not change the codes of another.
  const seats = Object.entries(upstreams).map(([name, definition]) => ({
    name,
    definition,
    upstream: definition.open({ clock, random: createRandom(`${seed} ${name}`), orderDelayMs, balance }),
  }));
  return {
    clock,
    faults,
    log,
    seats,
    state(): SandboxState {
      const states = Object.fromEntries(seats.map(({ name, upstream }) => [name, upstream.state()]));
      return {
        now: new Date(clock.now()).toISOString(),
        seed,
        ...(states as UpstreamStates),
        faults: faults.list(),
        ...log.view(),
      };
    },
  };
}

export type World = ReturnType<typeof createWorld>;
