import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { startSandbox } from '@kamikit/sandbox';
import type { CommandContext } from './command.ts';
import { untilInterrupted } from './interrupted.ts';
import { portOption } from './port-option.ts';

/** Serves the sandbox until it is interrupted; the first line of output gives its addresses, as JSON. */
export function sandboxCommand({ print, say: { commandLine } }: CommandContext): CommandUnknownOpts {
  return new Command('sandbox')
    .description(commandLine.sandbox)
    .addOption(portOption(commandLine))
    .action(async ({ port }) => {
      const { description, close } = await startSandbox({ port });
      try {
        // Whoever reads the line may end this at once.
        const interrupted = untilInterrupted();
        print(`${JSON.stringify(description)}\n`);
        await interrupted;
      } finally {
        await close();
      }
    });
}
