import type { ErrorCode } from '@kamikit/core';
import type { FaultRequest } from '@kamikit/sandbox';

/** What is said once and meant later: `$name` in a text is what a call found under that name. */
export type Given = string | number | boolean | readonly Given[] | { readonly [name: string]: Given };

/** One call of a tool; where it needs an `idempotency_key` and none is given, it gets a new one. */
export interface AskCall {
  tool: string;
  with: Readonly<Record<string, Given>>;
  /** Where in the answer later calls find what they need, by the name they use: `data.0.id`. */
  finds?: Readonly<Record<string, string>>;
  /** What its answer holds on the way; `answer` of the ask is for the last one. */
  tells?: Readonly<Record<string, unknown>>;
  /** The error that is the answer here. */
  fails?: ErrorCode;
}

/** Something that happened before the user asks; not counted. */
export type Step =
  | AskCall
  | { fault: FaultRequest }
  /** Time that passes for the server, in hours. */
  | { hours: number };

/** Something that people ask an assistant for, and what it takes. */
export interface Ask {
  /** As they would say it; 〔…〕 in Chinese and […] in English stand for what they read out, such as a card. */
  zh: string;
  en: string;
  /** Settings of the server, where they matter. */
  settings?: Readonly<Record<string, string>>;
  before?: readonly Step[];
  /** It waits for what goes on in the background, and that takes as long as it takes. */
  hasRealWaits?: true;
  calls: readonly [AskCall, ...AskCall[]];
  /** The facts that the user asked for, as the last answer holds them; a pattern is looked for in a text. */
  answer: Readonly<Record<string, unknown>>;
  /** How many orders and trades are charged during the calls; by default none. */
  charges?: number;
}

export interface AskSection {
  zh: string;
  en: string;
  asks: readonly Ask[];
}
