import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { KEPT, type Stage } from './control.ts';
import { type FaultRequest, readFault } from './fault.ts';
import { openHistory } from './history.ts';
import { serveRequest } from './serve-request.ts';
import { type Connections, upstreams } from './upstreams.ts';
import { createWorld, type SandboxState } from './world.ts';

export interface SandboxOptions {
  /** A free one by default. */
  port?: number;
  host?: string;
  /** A whole number; the same seed and the same requests give the same order numbers and cards. 1 by default. */
  seed?: number;
  /** How long a queued storefront order takes, on the sandbox's clock. 1500 by default. */
  orderDelayMs?: number;
  /** What each account holds at the start, in yuan; by default what its upstream gives. */
  balance?: number | undefined;
  /** Epoch milliseconds; the real time by default. */
  now?: () => number;
  /**
   * A file, in a folder that exists, in which what was sold is kept: it is there again the next time, and several processes
   * that name the same file share one sandbox. Its own seed holds then, and it takes no faults.
   */
  keepIn?: string | undefined;
}

/** One JSON object with everything that a client needs: where the upstreams are, and their keys. */
export type SandboxDescription = Connections & { url: string };

export type Sandbox = SandboxDescription & {
  description: SandboxDescription;
  /** What `GET /__sandbox/state` returns. */
  state(): SandboxState;
  /** What `POST /__sandbox/faults` does. @throws {Error} naming the parameter that is wrong. */
  addFault(fault: FaultRequest): void;
  /** Lets the process end while the sandbox is still open. */
  unref(): void;
  /** Cuts every connection, even one that is waiting for its answer, and frees the port. */
  close(): Promise<void>;
};

/** Starts the stand-in for all upstreams on one port. @throws {Error} when the port is taken. */
export async function startSandbox({
  port = 0,
  host = '127.0.0.1',
  seed = 1,
  orderDelayMs = 1500,
  balance,
  now = Date.now,
  keepIn,
}: SandboxOptions = {}): Promise<Sandbox> {
  const settings = { seed, orderDelayMs, balance, now };
  const stage: Stage = { settings, world: createWorld(settings), history: null };
  if (keepIn !== undefined) stage.history = openHistory(keepIn, stage);
  const sockets = new Set<Socket>();
  let holdsProcess = true;

  const server = createServer((message, response) => void serveRequest(stage, host, message, response));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    if (!holdsProcess) socket.unref();
  });
  server.listen(port, host);
  await once(server, 'listening');

  const address = server.address();
  const boundPort = typeof address === 'object' && address !== null ? address.port : port;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`;
  const connections = Object.fromEntries(
    Object.entries(upstreams).map(([name, definition]) => [name, definition.connection(url)]),
  );
  const description = { url, ...(connections as Connections) };
  return {
    ...description,
    description,
    state() {
      stage.history?.catchUp();
      return stage.world.state();
    },
    addFault(fault) {
      if (stage.history !== null) throw new Error(KEPT);
      stage.world.faults.add([readFault(fault)]);
    },
    unref() {
      holdsProcess = false;
      server.unref();
      for (const socket of sockets) socket.unref();
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
      stage.history?.close();
    },
  };
}
