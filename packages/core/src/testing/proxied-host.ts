import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { onTestFinished } from 'vitest';
import { certificateFor } from './certificate.ts';

/** What a proxy was asked for, and all that it saw go through. */
export interface Tunnel {
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

/** A host that speaks TLS and answers everything alike, behind a proxy that alone knows where it is. Ends with the test. */
export async function proxiedHost(
  name: string,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  { refuse }: { refuse?: number | undefined } = {},
) {
  const { cert, key } = certificateFor(name);
  const usual = getCACertificates('default');
  setDefaultCACertificates([...usual, cert]);
  onTestFinished(() => setDefaultCACertificates(usual));

  const sockets = new Set<Socket>();
  const protocols: string[][] = [];
  const host = createTlsServer(
    {
      ...{ cert, key },
      ALPNCallback: ({ protocols: offered }) => {
        protocols.push(offered);
        return 'http/1.1';
      },
    },
    answer,
  );
  const hostPort = await listening(host);

  const tunnels: Tunnel[] = [];
  const proxy = createServer((_, response) => response.writeHead(500).end());
  proxy.on('connect', ({ url, headers }, client: Socket) => {
    const tunnel: Tunnel = { to: url, headers, seen: '' };
    tunnels.push(tunnel);
    if (refuse !== undefined) return void client.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
    const upstream = connect(hostPort, '127.0.0.1');
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

  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of [host, proxy]) {
      server.close();
      server.closeAllConnections();
    }
  });
  return { url, tunnels, protocols, closeProxy: () => void proxy.close() };
}
