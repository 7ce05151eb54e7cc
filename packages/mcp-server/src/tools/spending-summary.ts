import { type SpentGroup, SUMMARY_GROUPS } from '@kamikit/ledger';
import { isKind, numbersOf, upstreamOf } from '@kamikit/spending';
import * as z from 'zod';
import type { Results } from '../messages/results.en.ts';
import { boughtView, named } from '../views/bought-view.ts';
import { compactText } from '../views/compact-text.ts';
import { defineTool } from './define-tool.ts';
import { assertDays, day } from './input.ts';

// More than a chat can show; a month has fewer days.
const MOST_GROUPS = 50;

/** Entries added up; money in yuan. Refused ones are no part of it. */
const spentView = z.object({
  entries: z.int(),
  quantity: z.int(),
  spent: z.string(),
  amount: z.string(),
  charged: z.string(),
  refunded: z.string(),
  refund_awaited: z.string(),
  open: z.string(),
});

export const spendingSummary = defineTool({
  name: 'spending_summary',
  title: 'Add up spending',
  description:
    'Add up what was spent in some days (by default this month), in all or by day, month, good or account. spent: paid, without refunded, which came back; refund_awaited and open (unfinished or unknown): parts of spent that may still come back; quantity: pieces, without failed or refunded ones; amount: what the budgets count.',
  needs: 'any',
  effect: 'read',
  input: z.strictObject({
    since: day.describe('Day, YYYY-MM-DD').optional(),
    until: day.optional(),
    group_by: z.enum(SUMMARY_GROUPS).optional(),
  }),
  output: z.object({
    since: z.string().nullable(),
    until: z.string(),
    total: spentView,
    groups_total: z.int(),
    groups: z.array(
      z.object({
        day: z.string().optional(),
        month: z.string().optional(),
        upstream: z.string().optional(),
        account: z.string().nullable().optional(),
        ...boughtView.shape,
        ...spentView.shape,
      }),
    ),
    next: z.string().optional(),
  }),
  async run({ since, until, group_by: groupBy }, { ledger, say }) {
    assertDays(since, until);
    const open = await ledger();
    const { day: today } = await open.budget();
    const from = since ?? (until === undefined ? `${today.slice(0, 8)}01` : undefined);
    const { total, groups, groups_total } = await open.summary({
      ...{ since: from, until, groupBy, limit: MOST_GROUPS },
    });
    return {
      ...{ since: from ?? null, until: until ?? today, total, groups_total },
      groups: groups.map(viewGroup),
      ...nextStep(total.entries, groups_total, say.result),
    };
  },
  text: compactText,
});

function nextStep(entries: number, groups: number, say: Results): { next?: string } {
  if (entries === 0) return { next: say.nothingSpent };
  return groups <= MOST_GROUPS ? {} : { next: say.moreGroups({ shown: MOST_GROUPS, groups }) };
}

function viewGroup({ kind = '', good, goods, account, ...spent }: SpentGroup) {
  return {
    ...named(goods?.name, goods?.specification),
    ...(good !== undefined && numbersOf(kind, good)),
    ...(account !== undefined && { account }),
    ...(isKind(kind) && { upstream: upstreamOf(kind) }),
    ...spent,
  };
}
