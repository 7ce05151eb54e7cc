import type { Upstream } from './errors.ts';
import type { ProxySettings } from './proxy.ts';
import { createTransport } from './transport.ts';

export interface ServerTimeOptions {
  upstream: Upstream;
  proxy?: ProxySettings | undefined;
  signal?: AbortSignal | undefined;
  timeoutMs: number;
}

/**
 * What time a server says that it is (`Date`, RFC 9110, 6.6.1), in epoch milliseconds; null where it says none. Sends no key.
 * @throws {KamikitError} `unreachable`, `timeout`.
 */
export async function readServerTime(
  url: URL,
  { upstream, proxy, signal, timeoutMs }: ServerTimeOptions,
): Promise<number | null> {
  const transport = createTransport(undefined, proxy);
  try {
    const { headers } = await transport.send(
      { method: 'HEAD', url, headers: {} },
      { upstream, operation: 'time', effect: 'read' },
      { timeoutMs, maxBodyBytes: 0, signal },
    );
    const time = Date.parse(String(headers.date));
    return Number.isNaN(time) ? null : time;
  } finally {
    await transport.close();
  }
}
