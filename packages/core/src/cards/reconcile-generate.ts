import type { CardRow } from './query-cards.ts';
import type { CardVerdict } from './verdict.ts';

/**
 * Whether one batch of `count` cards was issued between two complete lists, as `iterateQuery` returns them. `remark`
 * must be the request's own, or a part of it: no other batch may carry it. Take `after` only when the request can no longer be under way.
 * Evidence: `codes` that carry the remark, and all `new_codes`.
 */
export function reconcileGenerate(
  { count = 1, remark }: { count?: number | undefined; remark: string },
  before: readonly Pick<CardRow, 'code'>[],
  after: readonly Pick<CardRow, 'code' | 'remark'>[],
): CardVerdict {
  const known = new Set(before.map(({ code }) => code));
  const added = after.filter(({ code }) => !known.has(code));
  const codes = added.filter((row) => row.remark?.includes(remark)).map(({ code }) => code);
  const [verdict, reason] = judge(codes.length, count, added);
  return { verdict, evidence: { codes, new_codes: added.map(({ code }) => code) }, reason };
}

function judge(
  marked: number,
  count: number,
  added: readonly Pick<CardRow, 'remark'>[],
): [CardVerdict['verdict'], reason: string] {
  if (marked === count) return ['committed', 'as many new cards as requested carry the remark'];
  if (marked > 0) return ['undecidable', 'some new cards carry the remark, but not as many as requested'];
  if (added.length === 0) return ['not_committed', 'there are no new cards'];
  return added.every(({ remark }) => remark !== null)
    ? ['not_committed', 'every new card carries a different remark']
    : ['undecidable', 'there are new cards, but the service does not show their remarks'];
}
