import { instantTiming } from '@kamikit/core/src/testing/instant-timing.ts';
import { type FaultRequest, type Sandbox, startSandbox } from '@kamikit/sandbox';
import { Agent } from 'undici';
import { onTestFinished } from 'vitest';
import { type Connections, openClients } from '../fixtures/connections.ts';
import type { Exchange } from '../fixtures/fixture.ts';
import type { Clients } from '../fixtures/operations.ts';
import { FIXTURE_TIME } from '../fixtures/play-fixture.ts';
import { capture } from '../recorder/capture.ts';

/** A sandbox that stands at the time of the fixtures, and what a test does to it. */
export interface Stage {
  sandbox: Sandbox;
  /** Where the sandbox's upstreams are, and their keys. */
  connections: Connections;
  /** Clients whose exchanges nobody keeps. */
  clients: Clients;
  fault(fault: FaultRequest): undefined;
  /** `POST /__sandbox/<name>`. @throws when the sandbox refuses. */
  control(name: string, body: object): Promise<undefined>;
}

/** Ends with the test. */
export async function openStage(): Promise<Stage> {
  const sandbox = await startSandbox({ now: () => FIXTURE_TIME });
  const { storefront, cards, supplier } = sandbox;
  const connections = { storefront, cards, supplier };
  const agent = new Agent();
  onTestFinished(async () => {
    await agent.destroy();
    await sandbox.close();
  });
  return {
    sandbox,
    connections,
    clients: openClients(connections, () => agent),
    fault(fault) {
      sandbox.addFault(fault);
    },
    async control(name, body) {
      const response = await fetch(`${sandbox.url}/__sandbox/${name}`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(await response.text());
    },
  };
}

/** Clients at a sandbox, and every exchange that they have with it. Ends with the test. */
export function openCapturing(connections: Connections): { clients: Clients; exchanges: Exchange[] } {
  const agent = new Agent();
  onTestFinished(() => agent.destroy());
  const exchanges: Exchange[] = [];
  const clients = openClients(
    connections,
    (upstream) => capture(agent, connections[upstream].url, (exchange) => exchanges.push(exchange)),
    instantTiming(FIXTURE_TIME),
  );
  return { clients, exchanges };
}
