import { formatShanghaiTime } from '@kamikit/core';
import type { Wish } from '@kamikit/ledger';
import type { KindFacts, KindTypes, Quoted } from './kind.ts';
import type { Parts } from './parts.ts';

/** A quote of a request that leaves nothing open. */
export type Agreed<T extends KindTypes> = Quoted<T['request']> & {
  request: T['request'];
  evidence: { account: string };
} & Pick<Wish, 'formerAccount'>;

/** What a request would cost right now, and with whose money. */
export async function readQuote<T extends KindTypes>(
  facts: KindFacts<T>,
  request: T['request'],
  parts: Parts,
  signal: AbortSignal | undefined,
): Promise<Agreed<T>> {
  // By the clock that others' changes are written down by: they are held against it.
  const read_at = formatShanghaiTime((await parts.ledger()).now());
  const quoted = await facts.quote(request, parts, { signal });
  const { account, formerAccount } = await parts.client(facts.upstream);
  const evidence = { ...quoted.evidence, read_at, account };
  return { request, ...quoted, formerAccount: formerAccount ?? undefined, evidence };
}
