// The way of one purchase: which of our files and functions run between a host's call and its answer. Counted by V8's
// precise coverage around one `purchase` alone; everything was loaded and has run before, with another key. Run from
// the sources, so that a file is a file: `pnpm --filter @kamikit/mcp-server purchase-path`, which also tells V8 to give
// every function its counter at once: otherwise a run in three misses a few.
import { mkdtempSync, rmSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redactor } from '@kamikit/core';
import { startSandbox } from '@kamikit/sandbox';
import { readConfig } from '../src/config/config.ts';
import { createServer } from '../src/mcp/server.ts';
import { connectInProcess } from '../test/in-process.ts';
import { wishesFor } from '../test/wishes.ts';

const PACKAGES = ['mcp-server', 'spending', 'ledger', 'core', 'signing'] as const;
const root = new URL('../../', import.meta.url).href;

const folder = mkdtempSync(join(tmpdir(), 'kamikit-bench-'));
const sandbox = await startSandbox({ orderDelayMs: 0 });
const { url, apiKey } = sandbox.storefront;
const config = readConfig({
  KAMIKIT_STOREFRONT_URL: url,
  KAMIKIT_STOREFRONT_API_KEY: apiKey,
  KAMIKIT_DATA_DIR: folder,
  XDG_CONFIG_HOME: folder,
  KAMIKIT_LANG: 'en',
});
const parts = { config, log: () => {}, redact: redactor([apiKey]), version: '0.0.0' };
const host = await connectInProcess(await createServer(parts));

const [wish] = await wishesFor(sandbox);
async function buy(idempotency_key: string): Promise<void> {
  const { answer, isError } = await host.callTool('purchase', { ...wish, idempotency_key, again: true });
  if (isError) throw new Error(`nothing was bought: ${JSON.stringify(answer)}`);
}

await buy('warm');
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
await buy('counted');
const { result } = await session.post('Profiler.takePreciseCoverage');
await session.post('Profiler.disable');
session.disconnect();
if (sandbox.state().storefront.charges.length !== 2)
  throw new Error('the shop did not charge once for each key');

await host.close();
await sandbox.close();
rmSync(folder, { recursive: true });

/** The names of a file's functions that ran, '' for one without a name; the file's own top level is no function. */
function namesOfThoseThatRan({ functions }: (typeof result)[number]): string[] {
  return functions.flatMap(({ functionName, ranges: [whole] }) => {
    const isTopLevel = functionName === '' && whole?.startOffset === 0;
    return isTopLevel || whole === undefined || whole.count === 0 ? [] : [functionName];
  });
}

function listed(names: readonly string[]): string {
  const named = names.filter((name) => name !== '');
  const unnamed = names.length - named.length;
  return [...named, ...(unnamed > 0 ? [`${unnamed} without a name`] : [])].join(', ');
}

const ran = result
  .filter(({ url }) => url.startsWith(root))
  .map((script) => ({ file: script.url.slice(root.length), names: namesOfThoseThatRan(script) }))
  .filter(({ names }) => names.length > 0)
  .sort((a, b) => (a.file < b.file ? -1 : 1));

const ours: typeof ran = [];
for (const name of PACKAGES) {
  const own = ran.filter(({ file }) => file.startsWith(`${name}/src/`));
  ours.push(...own);
  console.log(`\n${name}: ${count(own)}`);
  for (const { file, names } of own) console.log(`  ${file.slice(`${name}/src/`.length)}: ${listed(names)}`);
}
console.log(`\nin all: ${count(ours)}`);

function count(files: typeof ran): string {
  return `${files.length} files, ${files.reduce((sum, { names }) => sum + names.length, 0)} functions`;
}
