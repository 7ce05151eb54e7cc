import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { onTestFinished } from 'vitest';
import { StorefrontClient, type StorefrontOptions } from '../storefront/client.ts';
import { certificateFor } from './certificate.ts';
import { instantTiming } from './instant-timing.ts';
import { apiKey } from './storefront-shop.ts';

/** What a proxy was asked for, and all that it saw go through. */
interface Tunnel {
  to: string | undefined;
  headers: Record<string, unknown>;
  seen: string;
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A shop that speaks TLS and answers everything alike, behind a proxy that alone knows where it is. Ends with the test. */
export async function proxiedShop(
  data: object,
  options: Partial<StorefrontOptions> & { refuse?: number } = {},
) {
  const { refuse, ...rest } = options;
  const { cert, key } = certificateFor('shop.example');
  const usual = getCACertificates('default');
  setDefaultCACertificates([...usual, cert]);
  onTestFinished(() => setDefaultCACertificates(usual));

  const sockets = new Set<Socket>();
  const protocols: string[][] = [];
  const arrived: string[] = [];
  const shop = createTlsServer(
    {
      ...{ cert, key },
      ALPNCallback: ({ protocols: offered }) => {
        protocols.push(offered);
        return 'http/1.1';
      },
    },
    (request, response) => {
      arrived.push(`${request.method} ${request.headers.host}${request.url} ${request.headers['x-api-key']}`);
      response.setHeader('content-type', 'application/json');
      request.resume().on('end', () => response.end(JSON.stringify({ success: true, message: '', data })));
    },
  );
  const shopPort = await listening(shop);

  const tunnels: Tunnel[] = [];
  const proxy = createServer((_, response) => response.writeHead(500).end());
  proxy.on('connect', ({ url, headers }, client: Socket) => {
    const tunnel: Tunnel = { to: url, headers, seen: '' };
    tunnels.push(tunnel);
    if (refuse !== undefined) return void client.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
    const upstream = connect(shopPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    client.on('data', (chunk) => {
      tunnel.seen += chunk.toString('latin1');
    });
    client.write('HTTP/1.1 200 OK\r\n\r\n');
    client.pipe(upstream).pipe(client);
  });
  const url = `http://user:proxy-password@127.0.0.1:${await listening(proxy)}`;

  const client = new StorefrontClient({
    ...{ apiKey, baseUrl: 'https://shop.example/api', proxy: { url }, timing: instantTiming() },
    ...rest,
  });
  onTestFinished(async () => {
    await client.close();
    for (const socket of sockets) socket.destroy();
    for (const server of [shop, proxy]) {
      server.close();
      server.closeAllConnections();
    }
  });
  return { client, url, tunnels, protocols, arrived, closeProxy: () => void proxy.close() };
}
