import type { Timing } from '@kamikit/core';
import { Agent } from 'undici';
import { clientResult } from '../interactions/client-result.ts';
import { type Connections, openClients } from '../interactions/connections.ts';
import type { Exchange, Fixture } from '../interactions/fixture.ts';
import { type CallName, type Clients, operations } from '../interactions/operations.ts';
import { capture } from './capture.ts';

/** What is called: the operation's name, and what its client's method takes. */
export interface LiveCall {
  operation: CallName;
  input: Record<string, unknown>;
}

/** What became of a call, with whatever secrets its exchanges hold. */
export interface LiveAnswer extends LiveCall {
  exchanges: Exchange[];
  client: Fixture['client'];
}

/** Calls over the network, once, and keeps every exchange. @throws {ZodError} for an input that the operation does not accept. */
export type CallLive = (call: LiveCall) => Promise<LiveAnswer>;

/** Runs `use` with calls to live upstreams; their connections are closed afterwards. */
export async function withLiveCalls<T>(
  connections: Connections,
  use: (call: CallLive) => Promise<T>,
  timing?: Timing,
): Promise<T> {
  const agent = new Agent();
  try {
    return await use(async ({ operation, input }) => {
      const exchanges: Exchange[] = [];
      const dispatcherFor = (upstream: keyof Clients) =>
        capture(agent, connections[upstream].url, (exchange) => exchanges.push(exchange));
      const clients = openClients(connections, dispatcherFor, timing);
      const client = await clientResult(operations[operation].call(clients, input));
      return { operation, input, exchanges, client };
    });
  } finally {
    await agent.destroy();
  }
}
