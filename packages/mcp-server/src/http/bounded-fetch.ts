import { type ProxySettings, throughProxy } from '@kamikit/core';
import { Agent, EnvHttpProxyAgent, request } from 'undici';
import type { Fetch } from './oauth.ts';

// Metadata and keys have a few kB.
const BOUNDED = { maxResponseSize: 256 * 1024 };

/** Gets what an issuer publishes, through the proxy where one is configured; no more of it than could be metadata or keys. */
export function boundedFetch(proxy: ProxySettings | undefined): { fetch: Fetch; close(): Promise<void> } {
  const direct = new Agent(BOUNDED);
  let proxied: EnvHttpProxyAgent | undefined;
  return {
    async fetch(url, { headers, signal }) {
      const through = throughProxy(new URL(url), proxy);
      if (through !== null) proxied ??= new EnvHttpProxyAgent({ ...through, ...BOUNDED });
      const answer = await request(url, {
        dispatcher: through === null ? direct : (proxied ?? direct),
        headers: Object.fromEntries(new Headers(headers)),
        signal: signal ?? null,
      });
      return new Response(await answer.body.text(), { status: answer.statusCode });
    },
    async close() {
      await Promise.all([direct.close(), proxied?.close()]);
    },
  };
}
