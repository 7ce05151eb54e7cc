import { join } from 'node:path';
import { startSandbox } from '@kamikit/sandbox';
import { request } from 'undici';
import { BARE_CALLER, BUILT } from '../built.ts';
import { type Figure, type Measure, pairs } from '../figure.ts';
import { inTurns, timed } from '../rounds.ts';
import { inScratch } from '../scratch.ts';
import { stdioServer } from '../stdio-server.ts';

const CALLS = 1500;
const WARM = 300;

/**
 * What a tool call over stdio costs beside the same request by bare undici, both of one sandbox, and how much of that is
 * to ask a process at all.
 */
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
    const files = [BUILT, BARE_CALLER, ...builds];
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
    const ours = times[BUILT] ?? [];
    const undici = { what: 'the same request by bare undici', values: times.plain ?? [] };
    const bare = {
      what: 'a process that speaks bare JSON-RPC and asks by bare undici',
      values: times[BARE_CALLER] ?? [],
    };
    return [
      ...[BUILT, ...builds].map(
        (file): Figure => ({
          what: `\`list_goods\` over stdio${file === BUILT ? '' : `, ${file}`}`,
          unit: 'ms',
          ...pairs(times[file] ?? [], undici),
          target: { of: 'difference', most: 1 },
        }),
      ),
      { what: 'the same', unit: 'ms', ...pairs(ours, bare) },
    ];
  });
