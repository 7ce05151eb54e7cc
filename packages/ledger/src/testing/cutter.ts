import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { type LedgerSettings, openLedger } from '../index.ts';
import { scratchFolder } from './scratch.ts';
import { placeAt } from './store.ts';

/** Stands between a ledger and its server, and cuts what passes, once it is told to. */
export async function cutter(settings: LedgerSettings = {}) {
  const path = scratchFolder();
  const { databaseUrl = '' } = await placeAt(path);
  const server = new URL(databaseUrl);
  const cut = { when: (_sent: string): 'before' | 'after' | null => null };
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const upstreamSocket = connect(Number(server.port), server.hostname);
    let isCut = false;
    const end = () => {
      client.resetAndDestroy();
      upstreamSocket.destroy();
    };
    for (const socket of [client, upstreamSocket]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', end);
    }
    client.on('data', (data) => {
      const when = cut.when(data.toString('latin1'));
      if (when === 'before') return end();
      if (when === 'after') isCut = true;
      upstreamSocket.write(data);
    });
    // What the server answers from then on reaches nobody.
    upstreamSocket.on('data', (data) => (isCut ? end() : client.write(data)));
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  const address = proxy.address();
  if (typeof address === 'string' || address === null) throw new TypeError('no port');
  const through = new URL(databaseUrl);
  through.port = `${address.port}`;
  const ledger = await openLedger({ databaseUrl: through.href, ...settings });
  onTestFinished(() => ledger.close());
  return { ledger, path, cut, databaseUrl };
}
