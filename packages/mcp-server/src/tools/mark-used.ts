import * as z from 'zod';
import { viewMarks } from '../views/marks-view.ts';
import { defineTool } from './define-tool.ts';
import { wholeId } from './entry-id.ts';
import { text } from './input.ts';

export const markUsed = defineTool({
  name: 'mark_used',
  title: 'Mark cards as used',
  description:
    'Mark delivered cards of a ledger entry as used, or with used: false as not used after all; use it when the user says so. A note in the ledger only.',
  needs: 'any',
  effect: 'record',
  input: z.strictObject({
    entry_id: text(64),
    cards: z
      .array(z.preprocess(numberToText, text(10_000)))
      .min(1)
      .max(5_000)
      .describe('Each by its number (the first is 1) or as delivered. Default: all')
      .optional(),
    used: z.boolean().optional(),
  }),
  output: z.object({ entry_id: z.string(), used: z.string().nullable(), unused: z.string().nullable() }),
  async run({ entry_id, ...mark }, { spender, ledger }) {
    const entry = await spender.markCards(await wholeId(await ledger(), entry_id), mark);
    return { entry_id: entry.id, ...viewMarks(entry) };
  },
});

function numberToText(value: unknown): unknown {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
}
