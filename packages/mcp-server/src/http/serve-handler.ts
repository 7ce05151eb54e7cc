import { createServer } from 'node:http';
import { inUrl, isOwnHost } from './own-host.ts';

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

const MISDIRECTED =
  'The Host header is not a name of this server: call it by the address that it printed, or by its public one.\n';

export interface Place {
  port: number;
  host: string;
  /** By which others reach it through a proxy, if they do. */
  publicUrl?: string | null;
  limits?: Limits;
  /** Called for each request under a strange `Host`. */
  onMisdirected?: () => void;
}

/**
 * Serves a fetch-style handler over Node's http; how large a body may be is for the handler to say. Whoever is too slow gets
 * 408, whoever calls it by a name that is not its own 421, and whoever comes when all connections are taken, or asks for more before
 * there is an answer (pipelining), is cut off.
 * `close` takes no new connections, and gives those that wait for an answer `graceMs`; without it, all end at once.
 */
export async function serveHandler(
  handler: (request: Request) => Promise<Response>,
  { port, host, publicUrl = null, limits = LIMITS, onMisdirected }: Place,
): Promise<{ url: string; close(graceMs?: number): Promise<void> }> {
  const { connections, headersMs, requestMs, checkEveryMs } = limits;
  const { getRequestListener, RequestError } = await import('./request-listener.ts');
  const answer = getRequestListener(handler, {
    overrideGlobalObjects: false,
    errorHandler: (error) => new Response(null, { status: error instanceof RequestError ? 400 : 500 }),
  });
  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: checkEveryMs,
      maxHeaderSize: 8 * 1024,
    },
    (incoming, outgoing) => {
      // Its connection is taken by the answer to the one before: of such, one packet may hold hundreds, all to be answered at once.
      if (outgoing.socket === null) {
        incoming.socket.destroy();
        return;
      }
      if (!isOwnHost(incoming.headers.host, { host, port: boundPort(), publicUrl })) {
        onMisdirected?.();
        outgoing.writeHead(421, { 'content-type': 'text/plain', connection: 'close' }).end(MISDIRECTED);
        return;
      }
      answer(incoming, outgoing).catch(() => outgoing.destroy());
    },
  );
  server.maxConnections = connections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  function boundPort(): number {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }
  return {
    url: `http://${inUrl(host)}:${boundPort()}/`,
    async close(graceMs = 0) {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const over = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(over);
    },
  };
}
