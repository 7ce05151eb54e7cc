import { startTestSandbox } from '@kamikit/mcp-server/test';
import type { FaultRequest, Sandbox } from '@kamikit/sandbox';
import { Agent } from 'undici';
import { onTestFinished } from 'vitest';
import { type Connections, fixtureConnections, openClients } from '../interactions/connections.ts';
import type { Clients } from '../interactions/operations.ts';
import { FIXTURE_TIME } from '../interactions/play-fixture.ts';

/** A sandbox whose clock stands at the time of the fixtures, and what a test does to it. */
export interface Stage {
  sandbox: Sandbox;
  /** Where the sandbox's upstreams are, and their keys. */
  connections: Connections;
  /** The same as a server's settings. */
  environment: Record<string, string>;
  /** Clients whose exchanges are not recorded. */
  clients: Clients;
  fault(fault: FaultRequest): undefined;
  /** `POST /__sandbox/<name>`. @throws when the sandbox refuses. */
  control(name: string, body: object): Promise<undefined>;
}

/** Closed when the test ends. */
export async function openStage(): Promise<Stage> {
  const { sandbox, environment } = await startTestSandbox({ now: () => FIXTURE_TIME });
  const { storefront, cards } = sandbox;
  const supplier = { ...fixtureConnections.supplier, ...sandbox.supplier };
  const connections = { storefront, cards, supplier };
  const agent = new Agent();
  onTestFinished(() => agent.destroy());
  return {
    ...{ sandbox, connections, environment },
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
