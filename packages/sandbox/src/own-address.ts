import type { IncomingMessage } from 'node:http';
import { jsonReply, type Reply } from './reply.ts';

/**
 * A web page that has its own name resolve to this machine can speak to any server here (DNS rebinding), but its browser
 * still sends that name as `Host`, and with every POST the page's `Origin`. So both have to be this server's own: `Host` the
 * address on which the request arrived, `localhost` for a loopback one, or `name`, by which the server was started. Null
 * when they are.
 */
export function refuseStrangers({ headers, socket }: IncomingMessage, name: string): Reply | null {
  const { host = '', origin } = headers;
  const address = socket.localAddress?.replace(/^::ffff:/, '') ?? '';
  const names = [bracketed(address), bracketed(name), ...(isLoopback(address) ? ['localhost'] : [])];
  const own = names.flatMap((each) => [
    `${each}:${socket.localPort}`,
    ...(socket.localPort === 80 ? [each] : []),
  ]);
  if (!own.includes(host.toLowerCase())) return refusal('Host', host);
  return origin === undefined || origin === `http://${host}` ? null : refusal('Origin', origin);
}

function refusal(header: string, value: string): Reply {
  const message = `${header} ${JSON.stringify(value)} is not this sandbox: call it by the URL that it was started with.`;
  return jsonReply(403, { message });
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
