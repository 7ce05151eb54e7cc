import { execFileSync } from 'node:child_process';
import { z } from 'zod';

const answer = z.object({ id: z.number(), result: z.unknown().optional() });

/**
 * Asks a built server over stdio, all in one go, and gives the result of each request; `undefined` for one that it
 * does not know. It is asked in its sandbox, where it offers everything it has.
 */
export function askServer(
  file: string,
  requests: ReadonlyArray<{ method: string; params?: object }>,
  environment: Readonly<Record<string, string>> = {},
): unknown[] {
  const hello = {
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bundle', version: '1' } },
  };
  const input = [
    ...[hello, ...requests].map((request, id) => ({ jsonrpc: '2.0', id, ...request })),
    { jsonrpc: '2.0', method: 'notifications/initialized' },
  ];
  const output = execFileSync(process.execPath, [file], {
    input: input.map((message) => `${JSON.stringify(message)}\n`).join(''),
    env: { KAMIKIT_SANDBOX: 'true', KAMIKIT_LOG_LEVEL: 'silent', ...environment },
    encoding: 'utf8',
    maxBuffer: 8 * 1024 * 1024,
  });
  const answers = output
    .trim()
    .split('\n')
    .map((line) => answer.parse(JSON.parse(line)));
  return requests.map((_, at) => answers.find(({ id }) => id === at + 1)?.result);
}
