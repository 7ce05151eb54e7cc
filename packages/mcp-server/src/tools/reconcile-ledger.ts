import type { LedgerEntry } from '@kamikit/ledger';
import * as z from 'zod';
import type { Results } from '../messages/results.en.ts';
import { cleanText } from '../views/clean-text.ts';
import { entryView, viewLedgerEntry } from '../views/entry-view.ts';
import { defineTool } from './define-tool.ts';
import { wholeId } from './entry-id.ts';
import { text } from './input.ts';

export const reconcileLedger = defineTool({
  name: 'reconcile_ledger',
  title: 'Settle an unknown outcome',
  description:
    'Find out what became of a purchase or use whose outcome is unknown, by checking the upstream; use it after outcome_unknown. Buys and uses nothing. Takes a few seconds.',
  needs: 'any',
  effect: 'record',
  input: z.strictObject({ entry_id: text(64) }),
  output: z.object({ ...entryView.shape, evidence: z.record(z.string(), z.unknown()), next: z.string() }),
  async run({ entry_id }, { spender, ledger, showing, signal }) {
    const entry = await spender.reconcile(await wholeId(await ledger(), entry_id), { signal });
    const evidence = Object.fromEntries(
      Object.entries(entry.evidence)
        .filter(([name]) => SHOWN.test(name))
        .map(([name, value]) => [name, typeof value === 'string' ? cleanText(value, 200) : value]),
    );
    return {
      ...viewLedgerEntry(entry, showing),
      evidence,
      next: nextStep(entry, showing.say),
    };
  },
});

// The rest is what an upstream wrote, a buyer filled in, or cards: only the command line shows these.
const SHOWN =
  /^((balance|total_spent)_(before|after)|other_spending|answer_lost_at|shop_knows_trade|owner_said(_at)?|reason|answered_reference|reference_of_entry)(_\d+)?$/;

function nextStep({ state, advice }: LedgerEntry, say: Results): string {
  if (advice !== null) return say.advice(state, { said: advice });
  if (state === 'refused') return say.reconciledAway;
  return state === 'sent' || state === 'prepared' ? say.stillUnderWay : say.states[state];
}
