import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

/** Another copy of this server as a child process, spoken to the way a host does it. */
export interface ServerConnection {
  /** The tool's structured answer, and whether it is a failure. */
  callTool(name: string, args: Record<string, unknown>): Promise<{ answer: unknown; isError: boolean }>;
  close(): Promise<void>;
}

/** Starts `command args` and connects to it over stdio with the SDK's own client. */
export async function connectServer(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
  version: string,
): Promise<ServerConnection> {
  const client = new Client({ name: 'kamikit-demo', version });
  await client.connect(new StdioClientTransport({ command, args: [...args], env, stderr: 'inherit' }));
  return {
    async callTool(name, args) {
      const { structuredContent, isError } = await client.callTool({ name, arguments: args });
      return { answer: structuredContent, isError: isError === true };
    },
    close: () => client.close(),
  };
}
