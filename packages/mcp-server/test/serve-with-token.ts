import { onTestFinished } from 'vitest';
import { serveHandler } from '../src/http/serve-handler.ts';
import { openServed } from './served.ts';

/** `kamikit serve` on a port of its own, for clients that can send no token: each request gets an owner's. Ends with the test. */
export async function serveWithToken(environment: Record<string, string>): Promise<string> {
  let port = 0;
  const own = () => ({ host: '127.0.0.1', port, publicUrl: null });
  const { serving, tokenOf } = await openServed({ environment, parts: { own } });
  const authorization = `Bearer ${await tokenOf('owner', { role: 'owner' })}`;
  const { url, close } = await serveHandler(
    (request) => {
      const headers = new Headers(request.headers);
      headers.set('authorization', authorization);
      const { method, body, signal } = request;
      return serving.fetch(new Request(request.url, { method, headers, body, signal, duplex: 'half' }));
    },
    { port, host: '127.0.0.1' },
  );
  onTestFinished(() => close());
  port = Number(new URL(url).port);
  return new URL('mcp', url).href;
}
