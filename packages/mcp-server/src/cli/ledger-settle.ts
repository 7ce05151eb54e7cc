import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { LedgerCommand } from '../messages/ledger-command.en.ts';
import { UsageError } from './command.ts';
import { entryWithId } from './entry-with-id.ts';
import { kindName } from './kind-name.ts';
import type { OnLedger } from './ledger.ts';

export function settleCommand(onLedger: OnLedger, say: LedgerCommand): CommandUnknownOpts {
  return new Command('settle')
    .description(say.settle)
    .argument('<id>', say.id)
    .addOption(new Option('--delivered', say.delivered).conflicts('failed'))
    .option('--failed', say.failed)
    .action(async (id, { delivered = false, failed = false }) => {
      if (delivered === failed) throw new UsageError(say.eitherOr);
      await onLedger(async ({ ledger, services, print }) => {
        const entry = await entryWithId(ledger, id, say);
        const word = delivered ? 'delivered' : 'failed';
        const { kind, state } = await services.spender.settleByOwner(entry.id, word);
        const isSoSettled = state === (delivered ? 'completed' : 'failed');
        const facts = { id: entry.id, kind: kindName(kind, say), state: say.states[state] };
        print(`${isSoSettled ? say.settled(facts) : say.settledMeanwhile(facts)}\n`);
        return isSoSettled ? 0 : 1;
      });
    });
}
