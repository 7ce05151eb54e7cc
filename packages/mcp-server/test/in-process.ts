import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { KamikitServer } from '../src/mcp/server.ts';

/** The SDK's own client in front of a server in this process, without a test around it. Closing it closes the server. */
export async function connectInProcess({ server, close }: KamikitServer) {
  const client = new Client({ name: 'in-process', version: '0.0.0' });
  const [left, right] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(left), client.connect(right)]);
  return {
    client,
    async callTool(name: string, args: Record<string, unknown>) {
      const { structuredContent, isError } = await client.callTool({ name, arguments: args });
      return { answer: structuredContent, isError: isError === true };
    },
    async close() {
      await client.close();
      await close();
    },
  };
}
