import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '@kamikit/mcp-server/test';
import { Client as ClientV2 } from '@modelcontextprotocol/client';
import { StdioClientTransport as StdioV2 } from '@modelcontextprotocol/client/stdio';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as StdioV1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

/** A host in front of the built server, over stdio. */
export interface Host {
  listTools(): Promise<unknown[]>;
  callTool(name: string, args: Record<string, unknown>): Promise<ToolAnswer>;
}

export interface ToolAnswer {
  isError: boolean;
  structuredContent: unknown;
}

type Connect = (server: string, environment: Record<string, string>) => Promise<Host>;

const answerSchema = z
  .looseObject({ isError: z.boolean().optional(), structuredContent: z.unknown() })
  .transform(({ isError = false, structuredContent }): ToolAnswer => ({ isError, structuredContent }));

/** By the host's name. Each is closed when the test ends. */
export const hosts: Readonly<Record<string, Connect>> = {
  async 'the SDK’s client, v1'(server, environment) {
    const client = new ClientV1({ name: 'v1', version: '1' });
    await client.connect(new StdioV1({ ...started(server, environment), stderr: 'ignore' }));
    onTestFinished(() => client.close());
    return {
      listTools: async () => (await client.listTools()).tools,
      callTool: async (name, args) => answerSchema.parse(await client.callTool({ name, arguments: args })),
    };
  },

  async 'the SDK’s client, v2'(server, environment) {
    const client = new ClientV2({ name: 'v2', version: '1' });
    await client.connect(new StdioV2({ ...started(server, environment), stderr: 'ignore' }));
    onTestFinished(() => client.close());
    return {
      listTools: async () => (await client.listTools()).tools,
      callTool: async (name, args) => answerSchema.parse(await client.callTool({ name, arguments: args })),
    };
  },

  async 'the inspector’s command line'(server, environment) {
    return {
      listTools: async () => {
        const { stdout } = await inspect(server, environment, ['--method', 'tools/list']);
        return z.object({ result: z.object({ tools: z.array(z.unknown()) }) }).parse(JSON.parse(stdout))
          .result.tools;
      },
      callTool: async (name, args) => {
        const called = [
          '--method',
          'tools/call',
          '--tool-name',
          name,
          '--tool-args-json',
          JSON.stringify(args),
        ];
        const { stdout } = await inspect(server, environment, called);
        return z.object({ result: answerSchema }).parse(JSON.parse(stdout)).result;
      },
    };
  },
};

function started(server: string, env: Record<string, string>) {
  return { command: process.execPath, args: [server], env };
}

const INSPECTOR = fileURLToPath(
  new URL(
    '../../node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js',
    import.meta.url,
  ),
);

/** Runs the inspector's command line once. Its exit code says how the call ended, so any code is an answer. */
export function inspect(
  server: string,
  environment: Record<string, string>,
  args: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  const settings = Object.entries(environment).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const all = [INSPECTOR, '--cli', process.execPath, server, ...settings, '--format', 'json', ...args];
  // It keeps a catalogue of servers in the user's home.
  const env = { HOME: temporaryFolder(), NO_COLOR: '1' };
  return new Promise((resolve) =>
    execFile(process.execPath, all, { env, maxBuffer: 8 * 1024 * 1024 }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    ),
  );
}
