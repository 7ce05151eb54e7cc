import { randomUUID } from 'node:crypto';
import { createServer, type KamikitServer, readConfig } from '@kamikit/mcp-server';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { onTestFinished } from 'vitest';
import { serveLoopback } from '../testing/serve-loopback.ts';

/**
 * The server over HTTP, as the conformance scenarios speak nothing else. For tests only: it authenticates nobody.
 * Closed when the test ends.
 */
export async function serveHttp(environment: Record<string, string>): Promise<string> {
  let host = '';
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const servers: KamikitServer[] = [];
  const url = await serveLoopback(async (request, response) => {
    const id = String(request.headers['mcp-session-id'] ?? '');
    const transport = sessions.get(id) ?? (await openSession());
    await transport.handleRequest(request, response);
  });

  async function openSession(): Promise<StreamableHTTPServerTransport> {
    const kamikit = await createServer({
      config: readConfig(environment),
      log: () => {},
      redact: (text) => text,
      version: '0.0.0',
    });
    servers.push(kamikit);
    const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, transport),
      enableDnsRebindingProtection: true,
      allowedHosts: [host],
      allowedOrigins: [`http://${host}`],
    });
    await kamikit.server.connect(transport);
    return transport;
  }

  host = new URL(url).host;
  onTestFinished(async () => {
    for (const kamikit of servers) await kamikit.close();
  });
  return `${url}/mcp`;
}
