import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Ledger } from '@kamikit/ledger';
import { createServices, type Services } from '../calling/services.ts';
import { createLog } from '../config/log.ts';
import { redactorOf } from '../config/redactor-of.ts';
import type { CommandContext } from './command.ts';
import { copyCommand } from './ledger-copy.ts';
import { exportCommand } from './ledger-export.ts';
import { listCommand } from './ledger-list.ts';
import { markCommand } from './ledger-mark.ts';
import { reconcileCommand } from './ledger-reconcile.ts';
import { settleCommand } from './ledger-settle.ts';
import { showCommand } from './ledger-show.ts';
import { verifyCommand } from './ledger-verify.ts';
import { tellSources } from './sources.ts';

/** The ledger that is configured, open, and what a subcommand says to whoever looks. */
export interface OpenLedger extends Pick<CommandContext, 'print' | 'status' | 'stdout'> {
  ledger: Ledger;
  services: Services;
  /** What may be shown of a text: a shop may have echoed the key, and the ledger keeps what it wrote. */
  redact(text: string): string;
}

/** Opens the ledger for a subcommand, which returns its exit code, and closes it afterwards. */
export type OnLedger = (work: (open: OpenLedger) => Promise<number>) => Promise<void>;

/** How the subcommands of one run open the ledger that is configured. */
export function ledgerOpener(context: CommandContext): OnLedger {
  return async (work) => {
    const config = context.config;
    const redact = redactorOf(config);
    tellSources(config, context);
    const services = createServices(config, createLog('silent', redact));
    const { status, stdout } = context;
    try {
      status.show(context.say.ledger.opening);
      const ledger = await services.ledger();
      const print = (text: string) => context.print(redact(text));
      context.exit(await work({ ledger, services, status, stdout, redact, print }));
    } finally {
      await services.close();
    }
  };
}

/** The same for what only takes away: nobody in a hurry to stop has to set the limits of spending right first. */
export function openerToTakeAway(context: CommandContext): OnLedger {
  const { config } = context;
  const problems = config.problems.filter(({ concern }) => concern !== 'spending');
  return ledgerOpener({ ...context, config: { ...config, problems } });
}

/** Reads, checks, settles and marks the ledger that is configured. */
export function ledgerCommand(context: CommandContext): CommandUnknownOpts {
  const { say } = context;
  const onLedger = ledgerOpener(context);
  return new Command('ledger')
    .description(say.ledger.about)
    .addCommand(listCommand(onLedger, say.ledger))
    .addCommand(showCommand(onLedger, say))
    .addCommand(exportCommand(onLedger, say.ledger))
    .addCommand(verifyCommand(onLedger, say.ledger))
    .addCommand(copyCommand(context))
    .addCommand(reconcileCommand(onLedger, say))
    .addCommand(settleCommand(onLedger, say.ledger))
    .addCommand(markCommand(onLedger, say.ledger));
}
