import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { KamikitError } from '@kamikit/core';
import { stripInvisible } from '@kamikit/core/base';
import type { Ledger } from '@kamikit/ledger';
import { entryWithId } from './entry-with-id.ts';
import type { OnLedger } from './ledger.ts';

export function reconcileCommand(onLedger: OnLedger): CommandUnknownOpts {
  return new Command('reconcile')
    .description('finds out what became of one entry, or of all unknown ones')
    .argument('[id]', 'its id, or the first 4 or more characters of it')
    .action((id) =>
      onLedger(async ({ ledger, services, print, status }) => {
        const open = id === undefined ? await unknownEntries(ledger) : [(await entryWithId(ledger, id)).id];
        if (open.length === 0) print('No entry has an unknown outcome.\n');
        let left = 0;
        for (const [done, each] of open.entries()) {
          status.show('asking the shops', { done, total: open.length });
          try {
            const entry = await services.spender.reconcile(each);
            if (entry.state === 'unknown') left += 1;
            const advice = entry.advice === null ? '' : `: ${stripInvisible(entry.advice)}`;
            print(`${entry.id}  ${entry.kind}  ${entry.state}${advice}\n`);
          } catch (error) {
            if (!(error instanceof KamikitError)) throw error;
            left += 1;
            print(`${each}  not settled: ${stripInvisible(error.message)}\n`);
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
