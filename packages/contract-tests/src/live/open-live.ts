import { UPSTREAMS, type Upstream } from '@kamikit/core';
import { type Config, type Environment, readConfig } from '@kamikit/mcp-server';
import { startSandbox } from '@kamikit/sandbox';
import { type Connections, fixtureConnections } from '../interactions/connections.ts';

/** Upstreams that can really be called. */
export interface Live {
  config: Config;
  /** The connections of upstreams that are not configured lead nowhere. */
  connections: Connections;
  configured: readonly Upstream[];
  /** The upstream of that name. @throws {Error} when there is none, or none is configured. */
  upstream(name: string): Upstream;
  close(): Promise<void>;
}

/** Reads the server's own variables; with `KAMIKIT_SANDBOX` it starts a sandbox. @throws {Error} naming each one that is wrong. */
export async function openLive(environment: Environment): Promise<Live> {
  const config = readConfig(environment);
  const { storefront, cards, supplier, sandbox, problems } = config;
  if (problems.length > 0)
    throw new Error(problems.map(({ variable, message }) => `${variable}: ${message}`).join('; '));
  if (sandbox) {
    const started = await startSandbox();
    const close = () => started.close();
    const connections = {
      storefront: started.storefront,
      cards: started.cards,
      supplier: { ...fixtureConnections.supplier, ...started.supplier },
    };
    return live(config, connections, UPSTREAMS, close);
  }
  const given = {
    ...(storefront && { storefront: await reached(storefront, fixtureConnections.storefront.url) }),
    ...(cards && { cards: await reached(cards, fixtureConnections.cards.url) }),
    ...(supplier && {
      supplier: {
        ...supplier,
        apiKey: await supplier.apiKey(),
        prefix: supplier.prefix ?? fixtureConnections.supplier.prefix,
      },
    }),
  };
  const configured = UPSTREAMS.filter((name) => given[name] !== undefined);
  return live(config, { ...fixtureConnections, ...given }, configured, async () => undefined);
}

function live(
  config: Config,
  connections: Connections,
  configured: readonly Upstream[],
  close: () => Promise<void>,
): Live {
  return {
    ...{ config, connections, configured, close },
    upstream(name) {
      const found = UPSTREAMS.find((upstream) => upstream === name);
      if (found === undefined)
        throw new Error(`there is no upstream ${name}; available: ${UPSTREAMS.join(', ')}`);
      if (configured.includes(found)) return found;
      throw new Error(`no ${name} is configured: set the server's variables, or KAMIKIT_SANDBOX=true`);
    },
  };
}

async function reached(
  { apiKey, url }: { apiKey: () => Promise<string>; url: string | null },
  vendors: string,
): Promise<{ apiKey: string; url: string }> {
  return { apiKey: await apiKey(), url: url ?? vendors };
}
