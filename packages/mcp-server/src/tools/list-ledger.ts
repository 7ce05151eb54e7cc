import { ENTRY_STATES, type Ledger } from '@kamikit/ledger';
import { KINDS } from '@kamikit/spending';
import * as z from 'zod';
import type { Results } from '../messages/results.en.ts';
import { compactText } from '../views/compact-text.ts';
import { entryView, viewLedgerEntry } from '../views/entry-view.ts';
import { defineTool } from './define-tool.ts';
import { assertDays, day, integer, text } from './input.ts';

const PER_PAGE = 10;

export const listLedger = defineTool({
  name: 'list_ledger',
  title: 'Browse the ledger',
  description:
    'List what was bought or used here, newest first, with names, ids and cards; use it to find a lost answer, an entry_id, earlier or unused cards, or what to buy again.',
  needs: 'any',
  effect: 'read',
  input: z.strictObject({
    state: z.enum(ENTRY_STATES).optional(),
    kind: z.enum(KINDS).optional(),
    search: text(100).describe('Words in names, references or keys, or an entry_id’s beginning').optional(),
    since: day.describe('Day, YYYY-MM-DD').optional(),
    until: day.optional(),
    unused: z.boolean().describe('Only with cards not marked as used').optional(),
    page: integer(1).optional(),
    per_page: integer(1, 50).describe(`Default ${PER_PAGE}`).optional(),
  }),
  output: z.object({
    page: z.int(),
    per_page: z.int(),
    total: z.int(),
    next: z.string().optional(),
    entries: z.array(entryView),
  }),
  async run({ page = 1, per_page: perPage = PER_PAGE, ...filter }, { ledger, showing }) {
    assertDays(filter.since, filter.until);
    const found = await (await ledger()).list({ ...filter, page, perPage });
    return {
      page: found.page,
      per_page: found.per_page,
      total: found.total,
      ...(found.entries.length === 0 && {
        next: await nextStep(found.total, filter, await ledger(), showing.say),
      }),
      entries: found.entries.map((entry) => viewLedgerEntry(entry, showing)),
    };
  },
  text: compactText,
});

async function nextStep(
  total: number,
  filter: object,
  ledger: Pick<Ledger, 'list'>,
  say: Results,
): Promise<string> {
  if (total > 0) return say.ledgerPages;
  if ((await ledger.list({ perPage: 1 })).total === 0) return say.ledgerEmpty;
  const fields = Object.keys(filter);
  return fields.length === 1 && fields[0] === 'unused' ? say.ledgerNoUnused : say.ledgerNoMatch({ fields });
}
