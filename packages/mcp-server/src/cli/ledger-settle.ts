import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { UsageError } from './command.ts';
import { entryWithId } from './entry-with-id.ts';
import type { OnLedger } from './ledger.ts';

export function settleCommand(onLedger: OnLedger): CommandUnknownOpts {
  return new Command('settle')
    .description('settles an open entry on your word')
    .argument('<id>', 'its id, or the first 4 or more characters of it')
    .addOption(new Option('--delivered', 'it was delivered').conflicts('failed'))
    .option('--failed', 'it was not, and the money is gone or back')
    .action(async (id, { delivered = false, failed = false }) => {
      if (delivered === failed) throw new UsageError('either --delivered or --failed is needed');
      await onLedger(async ({ ledger, services, print }) => {
        const entry = await entryWithId(ledger, id);
        const word = delivered ? 'delivered' : 'failed';
        const { kind, state } = await services.spender.settleByOwner(entry.id, word);
        const isSoSettled = state === (delivered ? 'completed' : 'failed');
        const told = isSoSettled ? ', on your word' : ': it was settled meanwhile';
        print(`${entry.id}  ${kind}  ${state}${told}\n`);
        return isSoSettled ? 0 : 1;
      });
    });
}
