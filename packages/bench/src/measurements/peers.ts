import { BARE, BUILT } from '../built.ts';
import { type Figure, type Measure, pairs } from '../figure.ts';
import { installed } from '../from-registry.ts';
import { inTurns } from '../rounds.ts';
import { inScratch } from '../scratch.ts';
import { type Started, started } from '../started.ts';

const ROUNDS = 11;

interface Peer {
  version?: string;
  args?: (folder: string) => string[];
  env?: Record<string, string>;
}

/** Other servers that are spoken to over stdio, and what each wants before it lists its tools; no key is real. */
const peers: Readonly<Record<string, Peer>> = {
  '@modelcontextprotocol/server-everything': { args: () => ['stdio'] },
  '@modelcontextprotocol/server-filesystem': { args: (folder) => [folder] },
  '@stripe/mcp': { version: '0.2.5', args: () => ['--tools=all', '--api-key=sk_test_none'] },
  '@yawlabs/lemonsqueezy-mcp': { env: { LEMONSQUEEZY_API_KEY: 'none' } },
  // Its documentation feature asks its maker's server before it lists anything.
  '@supabase/mcp-server-supabase': {
    args: () => [
      `--access-token=sbp_${'0'.repeat(40)}`,
      '--features=account,branching,database,debugging,development,functions,storage',
    ],
  },
  '@sentry/mcp-server': { args: () => ['--access-token=none'] },
};

/** Ours beside other servers, as the npm registry has them today. */
export const measure: Measure = () =>
  inScratch(async (folder) => {
    const { programOf, versionOf } = await installed(
      folder,
      Object.entries(peers).map(([name, { version = 'latest' }]) => `${name}@${version}`),
    );
    const surroundings = { HOME: folder, PATH: process.env.PATH ?? '', XDG_CONFIG_HOME: folder };
    const ours = {
      ...surroundings,
      KAMIKIT_SANDBOX: 'true',
      KAMIKIT_LOG_LEVEL: 'silent',
      KAMIKIT_DATA_DIR: folder,
    };
    const run = (file: string, args: string[], env: Record<string, string>) => () =>
      started(process.execPath, [file, ...args], env);
    const others = Object.fromEntries(
      Object.entries(peers).map(([name, { args, env }]) => [
        name,
        run(programOf(name), args?.(folder) ?? [], { ...surroundings, ...env }),
      ]),
    );
    const runs = await inTurns(
      ROUNDS,
      { [BUILT]: run(BUILT, [], ours), [BARE]: run(BARE, [], surroundings), ...others },
      1,
    );
    const of = (name: string, figure: (run: Started) => number) => (runs[name] ?? []).map(figure);
    return Object.keys(others).flatMap((name): Figure[] => {
      const what = `${name} ${versionOf(name)}, ${toolsIn(runs[name]?.[0])} tools`;
      const beside = (figure: (run: Started) => number) =>
        pairs(of(BUILT, figure), { what, values: of(name, figure) });
      return [
        { what: 'spawn to `tools/list` answered', unit: 'ms', ...beside(({ listedMs }) => listedMs) },
        { what: 'resident memory at that moment', unit: 'MB', ...beside(({ rssMb }) => rssMb) },
        { what: 'bytes of `tools/list`', unit: 'bytes', ...beside(({ list }) => Buffer.byteLength(list)) },
      ];
    });
  });

function toolsIn(run: Started | undefined): number {
  const { result } = JSON.parse(run?.list ?? '{}');
  return result?.tools?.length ?? 0;
}
