import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { deliveredBy } from '@kamikit/spending';
import type { CommandMessages } from '../messages/commands.en.ts';
import { entryWithId } from './entry-with-id.ts';
import type { OnLedger } from './ledger.ts';
import { formatEntry } from './ledger-format.ts';

export function showCommand(onLedger: OnLedger, say: CommandMessages): CommandUnknownOpts {
  return new Command('show')
    .description(say.ledger.show)
    .argument('<id>', say.ledger.id)
    .action((id) =>
      onLedger(async ({ ledger, print }) => {
        const entry = await entryWithId(ledger, id, say.ledger);
        print(formatEntry(entry, deliveredBy(entry), say));
        return 0;
      }),
    );
}
