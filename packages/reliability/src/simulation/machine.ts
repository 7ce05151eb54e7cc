import { AsyncLocalStorage } from 'node:async_hooks';
import timers from 'node:timers/promises';
import type { Choices } from '../seeded.ts';

// Taken before `takeOver` gives its name to another.
const realTurn = timers.setImmediate;

/** One of the owners' processes, or the rest of the world: the network and the upstreams, which no owner's end stops. */
export interface Process {
  isDead: boolean;
  /** Until when it is stopped, as by SIGSTOP; on the machine's own clock. */
  frozenUntil: number;
}

/** Whoever does something. */
export interface Actor {
  process: Process;
  /** The call that it is at work on. */
  call: string;
}

interface Waiting {
  actor: Actor;
  go: () => void;
}

interface Timer extends Waiting {
  at: number;
  order: number;
}

/** Nothing waits for a turn, or for a time: what has not been answered by now never will be. */
export class NothingMovesError extends Error {}

const NEVER = new Promise<never>(() => {});

const acting = new AsyncLocalStorage<Actor>();

/** What everything belongs to that nobody in particular does. */
export const WORLD: Actor = { process: { isDead: false, frozenUntil: 0 }, call: '' };

/** Runs the work as this actor's, with all that it starts. */
export function actAs<T>(actor: Actor, work: () => T): T {
  return acting.run(actor, work);
}

export function currentActor(): Actor {
  return acting.getStore() ?? WORLD;
}

/**
 * A machine on which everything takes turns: of all who could go on, its choices name one, and time passes only when nobody
 * can. The same choices make the same history.
 */
export class Machine {
  readonly #choices: Choices;
  readonly #ready: Waiting[] = [];
  readonly #timers: Timer[] = [];
  readonly #pace: number;
  #order = 0;
  /** Milliseconds since it was started, which no hand sets. */
  uptime = 0;
  #offset: number;
  turns = 0;

  /** `pace`: how often, from 0 to 1, a step of the ledger waits for its turn. */
  constructor(choices: Choices, startMs: number, pace: number) {
    this.#choices = choices;
    this.#offset = startMs;
    this.#pace = pace;
  }

  /** What the wall clock shows, in epoch milliseconds. */
  now(): number {
    return this.#offset + this.uptime;
  }

  /** Sets the wall clock; whoever waits goes on waiting as long as before. */
  setClock(byMs: number): void {
    this.#offset += byMs;
  }

  /** Waits to be chosen among all who could go on. */
  turn(actor: Actor = currentActor()): Promise<void> {
    return new Promise((go) => {
      this.#ready.push({ actor, go });
    });
  }

  /** Most steps need not wait, and the history is shorter for it. */
  step(actor: Actor): Promise<void> | undefined {
    if (actor.process.isDead) return NEVER;
    return this.#choices.happens(this.#pace) ? this.turn(actor) : undefined;
  }

  /** Calls back once the time has passed, unless the actor is gone by then; what is returned calls it off. */
  after(ms: number, actor: Actor, go: () => void): () => void {
    const timer = { at: this.uptime + Math.max(0, ms), order: this.#order++, actor, go };
    this.#timers.push(timer);
    return () => {
      const at = this.#timers.indexOf(timer);
      if (at >= 0) this.#timers.splice(at, 1);
    };
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const actor = currentActor();
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const callOff = this.after(ms, actor, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      const abort = () => {
        callOff();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /**
   * Lets turns be taken until it is done or as many have been taken, and returns whether it is done.
   * @throws {NothingMovesError}
   */
  async run(isDone: () => boolean, mostTurns = Number.POSITIVE_INFINITY): Promise<boolean> {
    for (let taken = 0; taken < mostTurns; taken += 1) {
      // Whatever needs no turn is over then: microtasks, ticks, and what asked for an immediate.
      await realTurn();
      if (isDone()) return true;
      if (!this.#takeTurn() && !this.#letTimePass()) throw new NothingMovesError();
    }
    return isDone();
  }

  /** Lets this much time pass, and everything that happens meanwhile. */
  async pass(ms: number): Promise<void> {
    let isOver = false;
    this.after(ms, WORLD, () => {
      isOver = true;
    });
    await this.run(() => isOver);
  }

  #takeTurn(): boolean {
    const able = this.#ready.filter(({ actor }) => actor.process.frozenUntil <= this.uptime);
    const [first, ...others] = able;
    if (first === undefined) return false;
    const chosen = this.#choices.oneOf([first, ...others]);
    this.#ready.splice(this.#ready.indexOf(chosen), 1);
    this.turns += 1;
    if (!chosen.actor.process.isDead) chosen.go();
    return true;
  }

  /** To the next moment at which somebody can go on. */
  #letTimePass(): boolean {
    const thaws = this.#ready.map(({ actor }) => actor.process.frozenUntil);
    const next = this.#timers.reduce<Timer | null>(
      (first, each) => (first === null || each.at < first.at ? each : first),
      null,
    );
    const thaw = Math.min(...thaws);
    if (next === null && !Number.isFinite(thaw)) return false;
    if (next === null || thaw < next.at) {
      this.uptime = Math.max(this.uptime, thaw);
      return true;
    }
    this.#timers.splice(this.#timers.indexOf(next), 1);
    this.uptime = Math.max(this.uptime, next.at);
    // Whoever is stopped hears of it once it goes on.
    if (!next.actor.process.isDead) this.#ready.push(next);
    return true;
  }
}
