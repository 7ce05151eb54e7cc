import type { Clock } from './clock.ts';
import type { Random } from './random.ts';
import type { Reply } from './reply.ts';
import type { RequestHead, SandboxRequest } from './request.ts';

export interface Route {
  operation: string;
  /** Does everything that the upstream does with the request, and returns its answer. */
  answer(request: SandboxRequest): Reply;
}

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
  /** Further names, each for several operations. */
  aliases: Readonly<Record<string, readonly string[]>>;
  /** What a client needs to reach it. `origin` has no trailing slash. */
  connection(origin: string): Connection;
  open(means: Means): Upstream<State>;
}

export function defineUpstream<Connection extends object, State extends object>(
  definition: UpstreamDefinition<Connection, State>,
): UpstreamDefinition<Connection, State> {
  return definition;
}
