import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** What one sender, slow or many at once, may take. */
export interface Limits {
  connections: number;
  headersMs: number;
  /** For the whole request, its body included. */
  requestMs: number;
  /** How often connections are held against these times. */
  checkEveryMs: number;
}

// A shop notifies once a trade and sends it all at once; 3,000 cards are 173 kB.
const LIMITS: Limits = { connections: 64, headersMs: 10_000, requestMs: 30_000, checkEveryMs: 1_000 };

/**
 * Serves a fetch-style handler over Node's http; how large a body may be is for the handler to say. Whoever is too slow gets
 * 408, whoever comes when all connections are taken is cut off. `close` ends it at once.
 */
export async function serveHandler(
  handler: (request: Request) => Promise<Response>,
  port: number,
  host: string,
  { connections, headersMs, requestMs, checkEveryMs }: Limits = LIMITS,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: checkEveryMs,
      maxHeaderSize: 8 * 1024,
    },
    (incoming, outgoing) => {
      answer(handler, incoming, outgoing).catch(() => outgoing.destroy());
    },
  );
  server.maxConnections = connections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  handler: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values]) =>
    (values ?? []).map((value): [string, string] => [name, value]),
  );
  const request = new Request(new URL(incoming.url ?? '/', 'http://localhost'), {
    method: incoming.method ?? 'GET',
    headers,
    ...(hasBody && { body: Readable.toWeb(incoming), duplex: 'half' }),
  });
  const response = await handler(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}
