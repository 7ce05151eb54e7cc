import type { Invariant } from '../guards/guard.ts';

/** What should never be. */
export interface Violation {
  invariant: Invariant;
  /** What was found, for whoever looks for the reason. */
  what: string;
}
