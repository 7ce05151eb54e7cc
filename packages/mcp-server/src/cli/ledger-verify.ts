import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { stripInvisible } from '@kamikit/core/base';
import type { OnLedger } from './ledger.ts';

export function verifyCommand(onLedger: OnLedger): CommandUnknownOpts {
  return new Command('verify')
    .description('finds edited, deleted and replaced entries, and lost history')
    .action(() =>
      onLedger(async ({ ledger, print, status }) => {
        status.show('comparing all entries with their events');
        const found = await ledger.verify();
        for (const { what } of found) print(`${stripInvisible(what)}\n`);
        if (found.length === 0) print('All entries and events are as Kamikit wrote them.\n');
        else
          print(
            `\n${problems(found.length)} found. If you know why, kamikit resume accepts the ledger as it is.\n`,
          );
        return found.length === 0 ? 0 : 1;
      }),
    );
}

function problems(count: number): string {
  return count === 1 ? '1 problem' : `${count} problems`;
}
