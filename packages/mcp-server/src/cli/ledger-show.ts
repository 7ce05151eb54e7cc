import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { deliveredBy } from '@kamikit/spending';
import { messagesIn } from '../messages/messages-in.ts';
import { entryWithId } from './entry-with-id.ts';
import type { OnLedger } from './ledger.ts';
import { formatEntry } from './ledger-format.ts';

export function showCommand(onLedger: OnLedger): CommandUnknownOpts {
  return new Command('show')
    .description('one entry in full, with its cards unsealed')
    .argument('<id>', 'its id, or the first 4 or more characters of it')
    .action((id) =>
      onLedger(async ({ ledger, services, print }) => {
        const entry = await entryWithId(ledger, id);
        const { result } = await messagesIn('calls', services.config.language);
        print(formatEntry(entry, deliveredBy(entry), result));
        return 0;
      }),
    );
}
