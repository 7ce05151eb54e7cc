import type { CardsClient, StorefrontClient, SupplierClient, Upstream } from '@kamikit/core';
import type { Ledger } from '@kamikit/ledger';
import type { Confirm, JobPrice, JobWish, Spender } from '@kamikit/spending';
import type { z } from 'zod';
import type { Config } from '../config/config.ts';
import type { CallMessages } from '../messages/calls.en.ts';
import type { Failure } from '../views/failure.ts';
import type { Reveal, Showing } from '../views/reveal.ts';
import type { ToolEffect } from './effect.ts';

/** What a tool may do with money: anything but giving its owner's word. */
export type ToolSpender = Omit<
  Spender,
  'approve' | 'decline' | 'settleByOwner' | 'notificationHandler' | 'lookAgain' | 'runJob' | 'as'
>;

/** What a tool may read of the ledger. */
export type ToolLedger = Pick<
  Ledger,
  | ('list' | 'idsLike' | 'summary' | 'budget' | 'suspensions')
  | ('job' | 'findJob' | 'jobIdsLike' | 'jobItems' | 'controlJob')
>;

/** What tools work with; each part is created when it is first asked for. */
export interface ToolContext {
  config: Config;
  /** @throws {KamikitError} `config_invalid` when its settings are missing or wrong; the same goes for those below. */
  storefront(): Promise<StorefrontClient>;
  cards(): Promise<CardsClient>;
  supplier(): Promise<SupplierClient>;
  /** @throws {KamikitError} `config_invalid` when the settings that guard money are wrong, or the file cannot be used. */
  ledger(): Promise<ToolLedger>;
  spender: ToolSpender;
  /** What is said in our words, in the user's language. */
  say: CallMessages;
  showing: Showing;
  /** How cards may be shown that anybody may have issued. */
  othersCards: Reveal;
  /** What a model is told of an error: for a tool that answers in part where one of several things failed. */
  failure(error: unknown): Failure['error'];
  /** Aborted when the host cancels the call. */
  signal: AbortSignal;
  /** Reports the progress of a long wait to a host that asked for it. */
  progress(done: number, total: number, message: string): void;
  /** Asks the user about what is about to be done; absent where nobody is asked. @throws {KamikitError} `declined` when the answer is not yes. */
  confirm: Confirm | undefined;
  /** The same about a job as a whole. */
  confirmJob: ConfirmJob | undefined;
  /** Lets this process go on with whatever jobs there are to go on with. */
  goOnWithJobs(): void;
}

/** Decides about a job before it is written down; `price` is null where it could not be told in time. */
export type ConfirmJob = (asked: { wish: JobWish; price: JobPrice | null }) => Promise<true>;

/** One tool as data and a function; it does not know how it is transported. */
export interface Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
  name: string;
  title: string;
  /** The first sentence says what it does and when to use it. */
  description: string;
  /** The tool is offered when one of these is configured; `any`: it serves all upstreams alike, from the ledger. */
  needs: ReadonlyArray<Upstream> | 'any';
  effect: ToolEffect;
  input: Input;
  output: Output;
  run(input: z.output<Input>, context: ToolContext): Promise<z.input<Output>>;
  /**
   * The answer as text; JSON by default. Some hosts show their model the text only, others only the structure, so neither
   * may say less than the other.
   */
  text?(answer: object): string;
}

export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
): Tool<Input, Output> {
  return tool;
}
