import { join } from 'node:path';
import { startSandbox } from '@kamikit/sandbox';
import { request } from 'undici';
import { BUILT } from '../built.ts';
import { type Figure, type Measure, pairs } from '../figure.ts';
import { inTurns, timed } from '../rounds.ts';
import { inScratch } from '../scratch.ts';
import { stdioServer } from '../stdio-server.ts';

const CALLS = 600;
const WARM = 100;

/** What a tool call over stdio costs beside the same request by bare undici, both of one sandbox. */
export const measure: Measure = ({ builds }) =>
  inScratch(async (folder) => {
    const sandbox = await startSandbox();
    const { url, apiKey } = sandbox.storefront;
    const start = (file: string, at: number) =>
      stdioServer(file, {
        KAMIKIT_STOREFRONT_URL: url,
        KAMIKIT_STOREFRONT_API_KEY: apiKey,
        KAMIKIT_RATE_LIMIT: 'none',
        KAMIKIT_DATA_DIR: join(folder, String(at)),
        XDG_CONFIG_HOME: folder,
        KAMIKIT_LOG_LEVEL: 'silent',
      });
    const files = [BUILT, ...builds];
    const servers = await Promise.all(files.map(start));
    async function plain() {
      const { body } = await request(`${url}/goods?per_page=5`, { headers: { 'x-api-key': apiKey } });
      return body.json();
    }
    const calls = Object.fromEntries(
      servers.map((server, at) => [
        files[at] ?? '',
        () => timed(() => server.call('list_goods', { per_page: 5 })),
      ]),
    );
    const times = await inTurns(
      CALLS,
      { ...calls, plain: () => timed(plain) } as Record<string, () => Promise<number>>,
      WARM,
    );
    await Promise.all(servers.map((server) => server.close()));
    await sandbox.close();
    return files.map(
      (file): Figure => ({
        what: `\`list_goods\` over stdio${file === BUILT ? '' : `, ${file}`}`,
        unit: 'ms',
        ...pairs(times[file] ?? [], { what: 'the same request by bare undici', values: times.plain ?? [] }),
        target: { of: 'difference', most: 1 },
      }),
    );
  });
