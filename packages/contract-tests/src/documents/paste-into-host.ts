import { symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { bundleForTests } from '@kamikit/mcp-server/test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { TestContext } from 'vitest';
import { z } from 'zod';
import type { HostEntry, ReachedEntry, StartedEntry } from './host-blocks.ts';
import { temporaryFolder } from './run-program.ts';
import { serving } from './serving.ts';

export const built = bundleForTests();

/** Where the READMEs say that the built server lies. */
const PATH_IN_READMES = '/path/to/kamikit.mjs';

/** What a host finds as `npx`: it starts the published package, which is the built server here, or a program with a Node of its own. */
const NPX = `case "$*" in
  "-y kamikit") exec '${process.execPath}' '${built}' ;;
  "-y -p node@"*" -- node "*) shift 4 && exec "$@" ;;
esac
exit 1`;

/** A host with nothing but what it is told, on a machine of its own; `cmd` is a stand-in for that of Windows. */
async function startAsHost({ command, args, env }: StartedEntry, test: Pick<TestContext, 'onTestFinished'>) {
  const home = temporaryFolder(test);
  const programs = temporaryFolder(test);
  const program = (name: string, does: string) =>
    writeFileSync(join(programs, name), `#!/bin/sh\n${does}\n`, { mode: 0o755 });
  symlinkSync(process.execPath, join(programs, 'node'));
  program('npx', NPX);
  program('cmd', `[ "$1" = "/c" ] && shift && exec "$@"`);
  const client = new Client({ name: 'host', version: '1' });
  test.onTestFinished(() => client.close());
  await client.connect(
    new StdioClientTransport({
      command: isAbsolute(command) ? command : join(programs, command),
      args: args.map((arg) => (arg === PATH_IN_READMES ? built : arg)),
      env: { HOME: home, PATH: [programs, '/bin', '/usr/bin'].join(delimiter), ...env },
      stderr: 'ignore',
    }),
  );
  return async (name: string, given: Record<string, unknown>) =>
    (await client.callTool({ name, arguments: given })).structuredContent;
}

/** A host that reaches what somebody else runs, with the token that it was given there. */
async function reachAsHost({ headers }: ReachedEntry, test: Pick<TestContext, 'onTestFinished'>) {
  const { url, token } = await serving(built, test);
  const authorization = headers.Authorization.replace('TOKEN', token);
  const client = new Client({ name: 'host', version: '1' });
  test.onTestFinished(() => client.close());
  // The SDK's class lacks a property as its own interface has it under exactOptionalPropertyTypes.
  const transport = new StreamableHTTPClientTransport(url, { requestInit: { headers: { authorization } } });
  await client.connect(transport as Transport);
  return async (name: string, given: Record<string, unknown>) =>
    (await client.callTool({ name, arguments: given })).structuredContent;
}

const goodsSchema = z.object({
  data: z.tuple([
    z.object({ id: z.number(), subs: z.tuple([z.object({ id: z.number() })]).rest(z.unknown()) }),
  ]),
});

/** As the help says: "Get me a month of 视频会员." */
export async function buysInstantly(entry: HostEntry, test: TestContext) {
  const call = await ('url' in entry ? reachAsHost(entry, test) : startAsHost(entry, test));
  const found = goodsSchema.parse(await call('list_goods', { search: '视频', price_max: '30', per_page: 1 }));
  const [{ id: goods_id, subs }] = found.data;
  const wish = { goods_id, sub_id: subs[0].id, quantity: 1, max_total: '30', idempotency_key: 'first' };
  test.expect(await call('purchase', { ...wish, mode: 'sync' })).toMatchObject({
    ...{ state: 'completed', quantity: 1, cards: test.expect.stringMatching(/\w{4}-\w{4}/) },
  });
  test.expect(await call('list_ledger', {})).toMatchObject({ total: 1, entries: [{ state: 'completed' }] });
}
