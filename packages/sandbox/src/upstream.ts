import type { Clock } from './clock.ts';
import type { Random } from './random.ts';
import type { Reply } from './reply.ts';
import type { RequestHead, SandboxRequest } from './request.ts';

export interface Route {
  operation: string;
  /** Does everything that the upstream does with the request, and says what it answers; null: nothing, cut off. */
  answer(request: SandboxRequest, course?: Course): Reply | Promise<Reply | null>;
}

/** How the transaction of a request ends where it does not end well and at once. */
export type Course =
  | { kind: 'commit_late'; ms: number; reply: 'waits' | 'cut'; again: 'page' | 'waits' }
  | { kind: 'roll_back'; reply: 'refusal' | 'page' };

/** One upstream's state, from one reset to the next. */
export interface Upstream<State extends object = object> {
  /** Found by the head alone, so that a fault can strike before the body is read. `path` is without the prefix. */
  route(head: RequestHead): Route | null;
  state(): State;
  /** Does what has fallen due, after the clock was moved; resolves once everyone who is notified of it has been. */
  catchUp?(): Promise<unknown>;
  /** What a test may do to it: `POST /__sandbox/<name>` with a JSON body. @throws {ControlError} for a bad body. */
  controls: Readonly<Record<string, (body: unknown) => unknown>>;
}

export interface Means {
  clock: Clock;
  random: Random;
  /** How long a queued order takes, on the sandbox's clock. */
  orderDelayMs: number;
  /** What the account holds at the start, in yuan; the upstream's own when undefined. */
  balance: number | undefined;
}

export interface UpstreamDefinition<Connection extends object, State extends object> {
  prefix: string;
  /** The names by which faults refer to them. */
  operations: readonly string[];
  /** Those that change what later answers say, apart from time. */
  changes: readonly string[];
  /** Further names, each for several operations. */
  aliases: Readonly<Record<string, readonly string[]>>;
  /** The operations that a `Course` can be asked of; none by default. */
  transactions?: readonly string[];
  /** What an error that nobody caught looks like; by default a page of the web server. */
  errorPage?(): Reply;
  /** What a client needs to reach it. `origin` has no trailing slash. */
  connection(origin: string): Connection;
  open(means: Means): Upstream<State>;
}

export function defineUpstream<Connection extends object, State extends object>(
  definition: UpstreamDefinition<Connection, State>,
): UpstreamDefinition<Connection, State> {
  return definition;
}
