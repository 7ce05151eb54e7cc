// What a tool call over stdio costs beside the same request by bare undici: both against one sandbox, turn by turn.
// Other builds can be named on the command line, to be measured in the same run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '@kamikit/sandbox';
import { request } from 'undici';
import { connectServer } from '../src/mcp/client.ts';

const CALLS = 500;
const sandbox = await startSandbox();
const folder = mkdtempSync(join(tmpdir(), 'kamikit-bench-'));
const ours = fileURLToPath(new URL('../dist/kamikit.mjs', import.meta.url));
const { url, apiKey } = sandbox.storefront;

async function connect(file: string, number: number) {
  const environment = {
    KAMIKIT_STOREFRONT_URL: url,
    KAMIKIT_STOREFRONT_API_KEY: apiKey,
    KAMIKIT_DATA_DIR: join(folder, String(number)),
    XDG_CONFIG_HOME: folder,
    KAMIKIT_LOG_LEVEL: 'silent',
  };
  return { file, server: await connectServer(process.execPath, [file], environment, '0.0.0') };
}

const builds = await Promise.all([ours, ...process.argv.slice(2)].map(connect));

const tasks: Record<string, () => Promise<unknown>> = {
  ...Object.fromEntries(
    builds.map(({ file, server }) => [
      `list_goods over stdio${file === ours ? '' : `, ${file}`}`,
      () => server.callTool('list_goods', { per_page: 5 }),
    ]),
  ),
  async 'GET /goods by undici'() {
    const { body } = await request(`${url}/goods?per_page=5`, { headers: { 'x-api-key': apiKey } });
    return body.json();
  },
};
const times: Record<string, number[]> = {};
for (let call = 0; call < CALLS; call += 1) {
  for (const [name, task] of Object.entries(tasks)) {
    const began = performance.now();
    await task();
    times[name] = [...(times[name] ?? []), performance.now() - began];
  }
}
const median = (values: number[]) =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const medians = Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
console.table(
  Object.fromEntries(
    Object.entries(medians).map(([name, ms]) => [name, { 'median ms': Number(ms.toFixed(2)) }]),
  ),
);

await Promise.all(builds.map(({ server }) => server.close()));
await sandbox.close();
rmSync(folder, { recursive: true });
