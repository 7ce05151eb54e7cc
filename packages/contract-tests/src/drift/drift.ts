import { parseArgs } from 'node:util';
import type { Environment } from '@kamikit/mcp-server';
import { type NamedFixture, readFixtures } from '../interactions/fixture-files.ts';
import { ownSuccesses } from '../interactions/own-replies.ts';
import { withLiveCalls } from '../live/call-live.ts';
import { openLive } from '../live/open-live.ts';
import { KNOWN_OPTIONS, readKnown, readTour, type Visit } from '../live/read-tour.ts';
import { differencesFrom } from './compare-answers.ts';

const USAGE = `pnpm drift [--upstream NAME ...] [--order-sn SN] [--code CARD] [--trade-no NUMBER]

Compares what the upstreams answer now with the fixtures. It only reads, and writes nothing.
Settings are the server's own variables; KAMIKIT_SANDBOX=true tries it out. Without --upstream: all that are configured.
Exits with 1 when a field was added, removed or changed its type, and with 2 when an upstream gave
no answer to compare. It names what it skips.`;

/** The command `pnpm drift`. Returns its exit code. */
export async function drift(
  args: readonly string[],
  environment: Environment,
  print: (line: string) => void,
): Promise<0 | 1 | 2> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      upstream: { type: 'string', multiple: true },
      ...KNOWN_OPTIONS,
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    print(USAGE);
    return 0;
  }
  const live = await openLive(environment);
  try {
    const upstreams = values.upstream?.map(live.upstream) ?? live.configured;
    const known = readKnown(values);
    const fixtures = readFixtures();
    const verdicts: Verdict[] = [];
    await withLiveCalls(live.connections, async (call) => {
      for (const upstream of upstreams)
        for await (const visit of readTour(upstream, call, known))
          verdicts.push(tell(fixtures, visit, print));
    });
    return conclude(verdicts, print);
  } finally {
    await live.close();
  }
}

// Not on every shop (supplier facts, endpoints).
const OPTIONAL = ['supplier/amount', 'supplier/connect'];

type Verdict = 'unchanged' | 'different' | 'skipped' | 'without an answer to compare';

/** Prints what a visit shows about an upstream: names and types only, no value that came from there. */
function tell(fixtures: readonly NamedFixture[], visit: Visit, print: (line: string) => void): Verdict {
  const { operation } = visit;
  if ('skipped' in visit) {
    print(`?  ${operation}: skipped; ${visit.skipped}`);
    return 'skipped';
  }
  const answers = ownSuccesses(visit);
  if (OPTIONAL.includes(operation) && 'throws' in visit.client && visit.client.throws.code === 'not_found') {
    print(`?  ${operation}: skipped; this shop does not offer it`);
    return 'skipped';
  }
  if (answers.length === 0) {
    print(`!  ${operation}: ${'throws' in visit.client ? visit.client.throws.code : 'no answer'}`);
    return 'without an answer to compare';
  }
  const differences = differencesFrom(fixtures, operation, answers);
  print(`${differences.length === 0 ? '= ' : '!='} ${operation}`);
  for (const { kind, path, detail } of differences) print(`     ${kind} ${path}: ${detail}`);
  return differences.length === 0 ? 'unchanged' : 'different';
}

function conclude(verdicts: readonly Verdict[], print: (line: string) => void): 0 | 1 | 2 {
  const counts = Object.entries(Object.groupBy(verdicts, (verdict) => verdict));
  print(counts.map(([verdict, found]) => `${found.length} ${verdict}`).join(', ') || 'nothing is configured');
  if (verdicts.includes('different')) return 1;
  return verdicts.includes('without an answer to compare') || verdicts.length === 0 ? 2 : 0;
}
