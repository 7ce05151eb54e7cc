import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CARDS_URL, STOREFRONT_URL, type Upstream } from '@kamikit/core';
import type { Environment } from '@kamikit/mcp-server';
import { z } from 'zod';
import { FIXTURES } from '../interactions/fixture-files.ts';
import { isCall, operationOf, operations } from '../interactions/operations.ts';
import { type LiveCall, withLiveCalls } from '../live/call-live.ts';
import { openLive } from '../live/open-live.ts';
import { KNOWN_OPTIONS, readKnown, readTour, type Visit } from '../live/read-tour.ts';
import { makeFixture } from './make-fixture.ts';
import { saveRecorded } from './save-recorded.ts';
import { changesSomething, type SpendCall, spend } from './spend.ts';

const USAGE = `pnpm record --upstream NAME [--order-sn SN] [--code CARD] [--trade-no NUMBER]
pnpm record --upstream NAME --operation NAME [--input JSON]
            both with [--case NAME] [--out FOLDER]

Records what an upstream answers as fixtures, with substitutes for every key, signature, card and order number.
Without --operation: all reads, and nothing else. With it: only that operation. purchase, purchase_async, trade,
generate, recharge, use and delete are then really carried out, once. --input is the wish, with max_total where money is spent:
that limit and your budgets apply, and what is delivered is kept in the ledger.
Refusals and broken connections are recorded as they come. Settings are the server's own variables. --case names the
files ("recorded" by default); --out is the folder of fixtures, by default this package's own.`;

/** The command `pnpm record`. Returns its exit code: 1 when something could not be recorded. */
export async function record(
  args: readonly string[],
  environment: Environment,
  print: (line: string) => void,
): Promise<0 | 1> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      upstream: { type: 'string' },
      operation: { type: 'string' },
      input: { type: 'string', default: '{}' },
      case: { type: 'string', default: 'recorded' },
      out: { type: 'string' },
      ...KNOWN_OPTIONS,
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    print(USAGE);
    return 0;
  }
  if (values.upstream === undefined)
    throw new Error('name an upstream with --upstream: storefront, cards or supplier');
  if (!/^[a-z0-9-]+$/.test(values.case))
    throw new Error('--case takes lower-case letters, digits and hyphens');
  const live = await openLive(environment);
  try {
    const upstream = live.upstream(values.upstream);
    const source = sourceOf(upstream, live.connections[upstream].url);
    const folder = resolve(values.out ?? FIXTURES);
    if (source === null && folder === resolve(FIXTURES))
      throw new Error('a stand-in is not an upstream: name a folder of your own with --out');
    const named = values.operation === undefined ? null : readCall(upstream, values.operation, values.input);

    async function keep(visit: Visit | SpendCall): Promise<boolean> {
      if ('skipped' in visit) {
        print(`skipped  ${visit.operation}: ${visit.skipped}`);
        return true;
      }
      try {
        const { text, client } = await makeFixture(visit, live.connections, source ?? 'a stand-in');
        const file = join(folder, `${visit.operation}/${values.case}.json`);
        const outcome = 'returns' in client ? 'a success' : client.throws.code;
        print(`${saveRecorded(file, text)}  ${relative('', file)}: ${outcome}`);
        return true;
      } catch (error) {
        print(`failed   ${error instanceof Error ? error.message : error}`);
        return false;
      }
    }
    if (named !== null && changesSomething(named.operation)) {
      const done = await spend(named, live.connections, live.config);
      if (done.entryId !== null) print(`entry    ${done.entryId} of the ledger holds the outcome`);
      return (await keep(done)) ? 0 : 1;
    }
    let failures = 0;
    await withLiveCalls(live.connections, async (call) => {
      for await (const visit of named ? [call(named)] : readTour(upstream, call, readKnown(values)))
        if (!(await keep(visit))) failures += 1;
    });
    return failures === 0 ? 0 : 1;
  } finally {
    await live.close();
  }
}

/** @throws {Error} for an operation that does not exist, or an input that it does not accept. */
function readCall(upstream: Upstream, name: string, json: string): LiveCall {
  const operation = operationOf(`${upstream}/${name}`);
  if (!isCall(operation)) throw new Error(`${operation} cannot be called: there the upstream calls us`);
  const input = z.record(z.string(), z.unknown()).parse(JSON.parse(json));
  if (operations[operation].endpoint.effect !== 'read' && !changesSomething(operation))
    throw new Error(`${operation} changes something, and nothing guards it: it cannot be recorded`);
  if (changesSomething(operation)) return { operation, input }; // a wish, which the spender checks itself
  const checked = operations[operation].endpoint.input.safeParse(input);
  if (!checked.success) throw new Error(`--input for ${operation}: ${z.prettifyError(checked.error)}`);
  return { operation, input };
}

/** Whose answer it is; which supplier's shop it was stays private. Null for a stand-in on this machine. */
function sourceOf(upstream: Upstream, url: string): string | null {
  const { hostname } = new URL(url);
  if (/^(localhost|127\..*|\[::1\])$/.test(hostname)) return null;
  if ([STOREFRONT_URL, CARDS_URL].some((vendors) => new URL(vendors).hostname === hostname)) return hostname;
  return upstream === 'supplier'
    ? 'a supplier’s shop'
    : `a ${upstream} at an address other than the vendor’s`;
}
