import type { Log } from '../config/log.ts';
import { messageOf } from '../views/failure.ts';
import type { Reveal } from '../views/reveal.ts';

/**
 * Work that nobody waits for: whoever is alive does it. That it may be begun twice, or by two at once, harms nothing: what is
 * bought, and how often, the ledger alone decides.
 */
export interface Errand {
  /** Short, small letters and hyphens: its queue is named after it. */
  readonly name: string;
  /** How often to look whether there is something to do. */
  readonly everyMs: number;
  /** What there is to do, each under a name of its own. */
  due(): Promise<readonly string[]>;
  /**
   * Does one of these. Once the signal is aborted it begins nothing new, and resolves when all that it did is written down.
   * @param turn Aborted once it has taken long and more is due than one instance does at once: what is left may come after that, and is due as before.
   */
  run(what: string, signal: AbortSignal, turn?: AbortSignal): Promise<void>;
}

/** Keeps doing errands for as long as its process runs. */
export interface Engine {
  /** Looks whether there is something to do, at once or in so many milliseconds, and not only when it is time to. */
  look(inMs?: number): void;
  /** Begins nothing new; resolves once what is under way here has ended. */
  end(): Promise<void>;
}

const SLOT_MS = 2_000;

/** Looks for later are shared by all who want one at about the same time: each comes at the end of a slot, none too early. */
export function slotFor(inMs: number): { slot: number; waitMs: number } {
  const now = Date.now();
  const slot = Math.ceil((now + inMs) / SLOT_MS);
  return { slot, waitMs: slot * SLOT_MS - now };
}

/** Told of what could not be done. `what`: which of the errand's; absent where it could not be found out what there is. */
export type OnFailure = (errand: Errand, error: unknown, what?: string) => void;

/** Writes into the log what could not be done; whoever sells may have said something that is not for it. */
export function undone(log: Log, reveal: Reveal): OnFailure {
  return ({ name }, error, what) =>
    log('warn', 'work not done', { errand: name, what, reason: messageOf(error, reveal) });
}
