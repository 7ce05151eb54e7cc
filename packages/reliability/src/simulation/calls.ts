import type { Told } from './invariants.ts';
import { NothingMovesError } from './machine.ts';
import type { Owner } from './owner.ts';
import { Violation } from './violation.ts';
import type { World } from './world.ts';

const WEEK_MS = 7 * 24 * 3_600_000;

interface Call extends Told {
  owner: Owner;
  isOver: boolean;
}

/** All that was asked of the owners' processes, and what they were told. */
export class Calls {
  readonly #world: World;
  readonly #calls: Call[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  get count(): number {
    return this.#calls.length;
  }

  /** Begins a call; its name is the kind and the key that it is about, which are followed by its number. */
  begin(owner: Owner, name: string, work: () => Promise<unknown>): Call {
    const call: Call = { owner, name: `${name} #${this.#calls.length}`, isOver: false, outcome: null };
    this.#calls.push(call);
    void owner.act(call.name, async () => {
      try {
        await this.#world.machine.turn();
        const value = await work();
        if (!owner.process.isDead) call.outcome = { value };
      } catch (error) {
        if (!owner.process.isDead) call.outcome = { error };
      }
      call.isOver = true;
    });
    return call;
  }

  /** Lets as many turns be taken, or fewer where nothing is under way; what never ends is found in the end. */
  async goOn(turns: number): Promise<void> {
    const isMoving = () => this.#unanswered().length > 0 || this.#world.network.underWay > 0;
    if (isMoving()) await this.#untilNothingMoves(() => !isMoving(), turns);
  }

  /** @throws {Violation} for what is not answered within a week, or never. */
  async untilAnswered(): Promise<void> {
    const { machine } = this.#world;
    const longest = machine.uptime + WEEK_MS;
    await this.#untilNothingMoves(() => this.#unanswered().length === 0 || machine.uptime > longest);
    const left = this.#unanswered().map(({ name }) => name);
    if (left.length > 0) throw new Violation('every call is answered', `still waiting: ${left.join(', ')}`);
  }

  /** What a call gives that has nothing in its way. */
  async answerOf<T>(owner: Owner, name: string, work: () => Promise<T>): Promise<T> {
    let given: { it: T } | null = null;
    const call = this.begin(owner, name, async () => {
      given = { it: await work() };
    });
    await this.untilAnswered();
    if (given !== null) return (given as { it: T }).it;
    const error = call.outcome && 'error' in call.outcome && call.outcome.error;
    if (error instanceof Violation) throw error;
    throw new Violation('every call is answered', `${name} failed in the end: ${String(error)}`);
  }

  /** What others than these were told. */
  toldToOthers(owners: readonly Owner[]): readonly Told[] {
    return this.#calls.filter((call) => !owners.includes(call.owner));
  }

  #unanswered(): Call[] {
    return this.#calls.filter(({ owner, isOver }) => !isOver && !owner.process.isDead);
  }

  async #untilNothingMoves(isDone: () => boolean, mostTurns?: number): Promise<void> {
    try {
      await this.#world.machine.run(isDone, mostTurns);
    } catch (error) {
      if (!(error instanceof NothingMovesError)) throw error;
    }
  }
}
