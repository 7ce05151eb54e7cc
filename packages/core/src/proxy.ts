import { isLoopback } from './settings.ts';

/** A proxy that requests go through, inside TLS: it sees the names of hosts, and nothing that is sent to them. */
export interface ProxySettings {
  /** `http:` or `https:`, with a login where it wants one. */
  url: string;
  /** Hosts that are reached directly, as in `NO_PROXY`: names, which hold for what is below them, or `*`. Loopback always is. */
  noProxy?: string | undefined;
}

/** What undici's `EnvHttpProxyAgent` is told to reach this by; null where it is reached without the proxy. */
export function throughProxy(
  url: URL,
  proxy: ProxySettings | undefined,
): { httpsProxy: string; httpProxy: string; noProxy: string } | null {
  // Without TLS a proxy would read the key; without TLS only this machine is spoken to.
  if (proxy === undefined || url.protocol !== 'https:' || isLoopback(url)) return null;
  // Given empty, the variables of this process do not count.
  return { httpsProxy: proxy.url, httpProxy: '', noProxy: proxy.noProxy ?? '' };
}
