import { ENTRY_STATES } from '@kamikit/ledger';
import * as z from 'zod';
import { entryView, viewLedgerEntry } from '../views/entry-view.ts';
import { defineTool } from './define-tool.ts';
import { integer } from './input.ts';

const PER_PAGE = 10;

export const listLedger = defineTool({
  name: 'list_ledger',
  title: 'Browse the ledger',
  description:
    'List what was bought or used here, newest first, with its cards; use it to find a lost answer, an entry_id, or earlier cards.',
  needs: 'any',
  effect: 'read',
  input: z.strictObject({
    state: z.enum(ENTRY_STATES).optional(),
    kind: z.string().trim().min(1).max(64).describe('A tool, such as purchase').optional(),
    page: integer(1).optional(),
  }),
  output: z.object({
    page: z.int(),
    per_page: z.int(),
    total: z.int(),
    entries: z.array(entryView),
  }),
  async run({ state, kind, page = 1 }, { ledger, config }) {
    const found = await (await ledger()).list({
      page,
      perPage: PER_PAGE,
      ...(state && { state }),
      ...(kind && { kind }),
    });
    return {
      page: found.page,
      per_page: found.per_page,
      total: found.total,
      entries: found.entries.map((entry) => viewLedgerEntry(entry, config.reveal)),
    };
  },
});
