import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClientOptions, Timing } from '@kamikit/core';
import { type Ledger, LONGEST_PAUSE_MS, pauseLeft, type Turns } from '@kamikit/ledger';

// A person's requests are written down in blocks, and after they were made: nobody waits for the bookkeeping.
const BLOCK = 5;
// An upstream that asks for a pause and does not say how long.
const PAUSE_MS = 60_000;
// A person is not kept longer; a job is, to the end.
const LONGEST_WAIT_MS = 120_000;
const TELL_EVERY_MS = 5_000;

const ofAJob = new AsyncLocalStorage<true>();

/** Requests that are made in there let those of a person go first. */
export function asJob<T>(work: () => T): T {
  return ofAJob.run(true, work);
}

const waiting = new AsyncLocalStorage<(leftMs: number) => void>();

/** Requests that are made in there tell of what they wait for, again and again as long as they do. */
export function tellingOfWaits<T>(tell: (leftMs: number) => void, work: () => T): T {
  return waiting.run(tell, work);
}

interface PaceParts {
  ledger(): Promise<Pick<Ledger, 'now' | 'takeTurns' | 'turns'>>;
  /** The client's own; known once there is one. */
  account(): string | undefined;
  perMinute: number;
  timing: Timing;
}

/** Keeps requests to one account within a limit that all processes of a ledger share. What changes state is counted, and never waits: its turn was that of the reading before it. */
export function pace({
  ledger,
  account,
  perMinute,
  timing,
}: PaceParts): Required<Pick<ClientOptions, 'admit' | 'onRateLimited'>> {
  let unnoted = 0;
  let turns: Turns = { personFromMs: 0, jobFromMs: 0 };
  let pausedUntilMs = 0;
  // How far the clock that all share is ahead of our own.
  let aheadMs = 0;
  const now = () => timing.now() + aheadMs;

  async function shared(): Promise<Awaited<ReturnType<typeof ledger>>> {
    const opened = await ledger();
    aheadMs = opened.now() - timing.now();
    return opened;
  }

  async function note(pauseUntilMs = 0): Promise<Turns> {
    const name = account();
    const count = unnoted;
    if (name === undefined) return turns;
    unnoted = 0;
    try {
      turns = await (await shared()).takeTurns(name, { count, perMinute, pauseUntilMs });
    } catch {
      // Where nothing can be written, nothing is bought either; what is only read goes on.
    }
    return turns;
  }

  /** What other processes were told meanwhile; one read by its key. */
  async function look(): Promise<Turns> {
    const name = account();
    if (name === undefined) return turns;
    try {
      turns = await (await shared()).turns(name, perMinute);
    } catch {
      // As above.
    }
    return turns;
  }

  return {
    async admit({ effect, signal }) {
      unnoted += 1;
      const isJobs = ofAJob.getStore() === true;
      if (isJobs && effect === 'read') await untilThen((await note()).jobFromMs, LONGEST_PAUSE_MS, signal);
      else if (unnoted >= BLOCK) void note();
      if (effect === 'read' && !isJobs) await untilThen((await look()).personFromMs, LONGEST_WAIT_MS, signal);
    },
    async onRateLimited(retryAfterMs = PAUSE_MS) {
      // The first request of a process may be the one that is refused, and no reading was before it.
      await shared().catch(() => {});
      pausedUntilMs = now() + Math.min(retryAfterMs, LONGEST_PAUSE_MS);
      await note(pausedUntilMs);
    },
  };

  async function untilThen(ms: number, longestMs: number, signal: AbortSignal | undefined): Promise<void> {
    const left = (untilMs: number) => pauseLeft(untilMs, now());
    let leftMs = Math.min(Math.max(left(ms), left(pausedUntilMs)), longestMs);
    for (; leftMs > 0; leftMs -= TELL_EVERY_MS) {
      waiting.getStore()?.(leftMs);
      await timing.sleep(Math.min(leftMs, TELL_EVERY_MS), signal);
    }
  }
}
