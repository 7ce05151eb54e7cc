import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { KamikitError } from '@kamikit/core';
import { stripInvisible } from '@kamikit/core/base';
import type { Ledger } from '@kamikit/ledger';
import type { CommandMessages } from '../messages/commands.en.ts';
import { entryWithId } from './entry-with-id.ts';
import { kindName } from './kind-name.ts';
import type { OnLedger } from './ledger.ts';

export function reconcileCommand(onLedger: OnLedger, say: CommandMessages): CommandUnknownOpts {
  const words = say.ledger;
  return new Command('reconcile')
    .description(words.reconcile)
    .argument('[id]', words.id)
    .action((id) =>
      onLedger(async ({ ledger, services, print, status }) => {
        const open =
          id === undefined ? await unknownEntries(ledger) : [(await entryWithId(ledger, id, words)).id];
        if (open.length === 0) print(`${words.nothingOpen}\n`);
        let left = 0;
        for (const [done, each] of open.entries()) {
          status.show(words.asking, { done, total: open.length });
          try {
            const entry = await services.spender.reconcile(each);
            if (entry.state === 'unknown') left += 1;
            const { state, advice } = entry;
            const facts = { id: entry.id, kind: kindName(entry.kind, words), state: words.states[state] };
            const told = advice && say.result.advice(state, { said: stripInvisible(advice) });
            print(`${words.reconciled({ ...facts, advice: told })}\n`);
          } catch (error) {
            if (!(error instanceof KamikitError)) throw error;
            left += 1;
            const why = say.failure.explained(error.code, { said: stripInvisible(error.message) });
            print(`${words.notSettled({ id: each, why })}\n`);
          }
        }
        return left === 0 ? 0 : 1;
      }),
    );
}

async function unknownEntries(ledger: Ledger): Promise<string[]> {
  const ids: string[] = [];
  for await (const entry of ledger.entries()) if (entry.state === 'unknown') ids.push(entry.id);
  return ids;
}
