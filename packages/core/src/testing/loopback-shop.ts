import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** One request as it arrived. */
export interface Arrived {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
  /** The client's port: equal ones shared a connection. */
  port: number | undefined;
}

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A real server on loopback that gives `answers` in turn, the last one for ever. It ends with the test. */
export async function loopbackShop(...answers: [Answer, ...Answer[]]) {
  const arrived: Arrived[] = [];
  const server = createServer(async (request, response) => {
    const { method, url, headers, socket } = request;
    arrived.push({ method, url, headers, body: await text(request), port: socket.remotePort });
    const answer = answers[Math.min(arrived.length, answers.length) - 1];
    answer?.(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/api`, arrived };
}

/** JSON with a status, and whatever headers. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return raw(JSON.stringify(body), status, { 'content-type': 'application/json', ...headers });
}

export function raw(body: string | Buffer, status = 200, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(status, headers).end(body);
}

/** Cuts the connection once the request has arrived. */
export const cut: Answer = (_, request) => request.socket.destroy();

/** Never answers. */
export const hang: Answer = () => {};
