import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { stripInvisible } from '@kamikit/core/base';
import type { LedgerCommand } from '../messages/ledger-command.en.ts';
import type { OnLedger } from './ledger.ts';

export function verifyCommand(onLedger: OnLedger, say: LedgerCommand): CommandUnknownOpts {
  return new Command('verify').description(say.verify).action(() =>
    onLedger(async ({ ledger, print, status }) => {
      status.show(say.comparing);
      const found = await ledger.verify();
      for (const { what } of found) print(`${say.finding({ said: stripInvisible(what) })}\n`);
      print(found.length === 0 ? `${say.intact}\n` : `\n${say.problems({ count: found.length })}\n`);
      return found.length === 0 ? 0 : 1;
    }),
  );
}
