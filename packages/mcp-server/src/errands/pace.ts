import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClientOptions, Timing } from '@kamikit/core';
import { type Ledger, LONGEST_PAUSE_MS, pauseLeft, type Turns } from '@kamikit/ledger';
import pLimit, { type LimitFunction } from 'p-limit';

// A person's requests are written down in blocks, and after they were made: nobody waits for the bookkeeping.
const BLOCK = 5;
// An upstream that asks for a pause and does not say how long.
const PAUSE_MS = 60_000;
// A person is not kept longer; a job is, to the end.
const LONGEST_WAIT_MS = 120_000;
const TELL_EVERY_MS = 5_000;
// Whoever asks for more at a time waits behind themselves, and keeps nobody else for longer than these take.
const AT_ONCE_EACH = 4;

const ofAJob = new AsyncLocalStorage<true>();

/** Requests that are made in there let those of a person go first. */
export function asJob<T>(work: () => T): T {
  return ofAJob.run(true, work);
}

/** Who makes requests, and hears of what they wait for. */
interface Caller {
  /** Null: whoever uses this machine. */
  person: string | null;
  tell(leftMs: number): void;
}

const calling = new AsyncLocalStorage<Caller>();

/** Requests that are made in there tell of what they wait for, again and again as long as they do. */
export function asCaller<T>(caller: Caller, work: () => T): T {
  return calling.run(caller, work);
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
  const ofEach = new Map<string, LimitFunction>();
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
      const isJobs = ofAJob.getStore() === true;
      if (effect === 'read' && !isJobs) return amongTheirOwn(() => admitPerson(signal));
      unnoted += 1;
      if (effect === 'read') await untilThen((await note()).jobFromMs, LONGEST_PAUSE_MS, signal);
      else if (unnoted >= BLOCK) void note();
    },
    async onRateLimited(retryAfterMs = PAUSE_MS) {
      // The first request of a process may be the one that is refused, and no reading was before it.
      await shared().catch(() => {});
      pausedUntilMs = now() + Math.min(retryAfterMs, LONGEST_PAUSE_MS);
      await note(pausedUntilMs);
    },
  };

  /** Over the network, a few of each person's at a time. */
  function amongTheirOwn<T>(work: () => Promise<T>): Promise<T> {
    const person = calling.getStore()?.person ?? null;
    if (person === null) return work();
    const limit = ofEach.get(person) ?? pLimit(AT_ONCE_EACH);
    ofEach.set(person, limit);
    return limit(work);
  }

  async function admitPerson(signal: AbortSignal | undefined): Promise<void> {
    unnoted += 1;
    if (unnoted >= BLOCK) void note();
    await untilThen((await look()).personFromMs, LONGEST_WAIT_MS, signal);
  }

  async function untilThen(ms: number, longestMs: number, signal: AbortSignal | undefined): Promise<void> {
    const left = (untilMs: number) => pauseLeft(untilMs, now());
    let leftMs = Math.min(Math.max(left(ms), left(pausedUntilMs)), longestMs);
    for (; leftMs > 0; leftMs -= TELL_EVERY_MS) {
      calling.getStore()?.tell(leftMs);
      await timing.sleep(Math.min(leftMs, TELL_EVERY_MS), signal);
    }
  }
}
