/** What must hold of every run, whatever goes wrong. */
export type Invariant =
  | 'charges are what the ledger counts'
  | 'at most one charge per key'
  | 'delivered cards are readable'
  | 'budgets are kept'
  | 'no entry is stuck'
  | 'every call is answered'
  | 'callers are told the truth'
  | "the owner's word holds"
  | 'the events account for the entries';

/** A piece of the product without which an invariant breaks, and what stands in its place in the build that has to fail. */
export interface Guard {
  name: string;
  invariant: Invariant;
  /** From the folder of the packages. */
  file: string;
  /** Occurs exactly once in the file. */
  piece: string;
  instead: string;
}
