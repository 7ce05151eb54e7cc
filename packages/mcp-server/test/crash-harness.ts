import { once } from 'node:events';
import type { FaultRequest, Sandbox } from '@kamikit/sandbox';
import { startServer } from './server-process.ts';

/** A tool whose calls are killed at random instants; another tool joins with another such object. */
export interface CrashSubject {
  tool: string;
  /** The arguments of each wish but for the key; no two wishes may look the same to the upstream. */
  wishes: readonly object[];
  /** What goes wrong at the upstream meanwhile. */
  faults: readonly FaultRequest[];
}

export interface CrashOptions {
  server: string;
  sandbox: Sandbox;
  settings: Record<string, string>;
  /** How many processes are killed. */
  kills: number;
  seed: number;
}

/** A call that was answered before its process was killed. */
export interface Answered {
  key: string;
  answer: Record<string, unknown>;
}

// As many as a busy host starts; each has a few calls under way when it is killed.
const COPIES_AT_ONCE = 4;
const CALLS_EACH = 3;
// Kills come within this time of the calls. It follows the machine: longer when none was answered, shorter when all were.
const FIRST_LATEST_KILL_MS = 100;

/** The key of a wish. */
export function keyOf(subject: CrashSubject, index: number): string {
  return `${subject.tool}-${index}`;
}

/** Kills server after server, each at a random instant of a few calls; some calls repeat an earlier key. */
export async function killAtRandomInstants(
  subject: CrashSubject,
  options: CrashOptions,
): Promise<Answered[]> {
  const { server, sandbox, settings, kills, seed } = options;
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const answered: Answered[] = [];
  let begun = 0;
  let latestKillMs = FIRST_LATEST_KILL_MS;
  let next = 0;

  async function oneLife(): Promise<void> {
    const { child, call } = await startServer(server, settings);
    await call('get_balance', {});
    const fault = random() < 0.3 ? pick(subject.faults) : undefined;
    if (fault !== undefined) sandbox.addFault(fault);
    const exit = once(child, 'exit');
    let inTime = 0;
    for (let count = 0; count < CALLS_EACH; count += 1) {
      const isRetry = random() < 0.3 && next > 0;
      const index = isRetry ? Math.floor(random() * next) : next++ % subject.wishes.length;
      const key = keyOf(subject, index);
      call(subject.tool, { ...subject.wishes[index], idempotency_key: key }).then(
        (answer) => {
          inTime += 1;
          answered.push({ key, answer });
        },
        () => {}, // killed before it was answered
      );
    }
    setTimeout(() => child.kill('SIGKILL'), random() * latestKillMs);
    await exit;
    if (inTime === 0) latestKillMs *= 1.1;
    if (inTime === CALLS_EACH) latestKillMs /= 1.1;
  }

  async function keepKilling(): Promise<void> {
    while (begun < kills) {
      begun += 1;
      await oneLife();
    }
  }

  await Promise.all(Array.from({ length: COPIES_AT_ONCE }, keepKilling));
  return answered;
}

/** Mulberry32: a failing seed can be run again. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
