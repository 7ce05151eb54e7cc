import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { EntryState } from '@kamikit/ledger';
import type { CommandContext } from './command.ts';
import { openerToTakeAway } from './ledger.ts';
import { COMMAND_LINE } from './owner.ts';

const UNDER_WAY: readonly EntryState[] = ['sent', 'pending', 'unknown'];

/** Asks nothing: whoever stops is in a hurry, and `kamikit resume` takes it back. */
export function stopCommand(context: CommandContext): CommandUnknownOpts {
  const say = context.say.owner;
  return new Command('stop').description(say.stop).action(() =>
    openerToTakeAway(context)(async ({ ledger, print }) => {
      const { since } = await ledger.stop(COMMAND_LINE);
      print(`${say.stopped({ since })}\n`);
      const open = await Promise.all(UNDER_WAY.map((state) => ledger.list({ state, perPage: 1 })));
      const count = open.reduce((sum, { total }) => sum + total, 0);
      if (count > 0) print(`${say.underWay({ count })}\n`);
      return 0;
    }),
  );
}
